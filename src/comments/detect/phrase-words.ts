import { eng } from "stopword";

/** Function words: they say nothing of what a comment is about. */
const FUNCTION_WORDS: readonly string[] = [
  ...eng,
  ..."not no nor cannot im ive id does doing done having being its it's us yet just please thanks thank".split(
    " ",
  ),
  // The list has "he" but no "she".
  ..."she hers herself himself themselves theirs ours ourselves".split(" "),
  ..."hi hello hey dear kindly ok okay regards when why whose whom upon per via any anything something".split(
    " ",
  ),
];

/**
 * What agents write round what a customer said. Forms, not stems: "says" frames a comment,
 * "saying" may be part of one.
 */
const AGENTS_WORDS: readonly string[] = [
  ..."customer customers cust cx client clients caller callers consumer agent agents rep".split(" "),
  ..."says said stated states reports reported advised advises advising mentions mentioned".split(" "),
  ..."complains complained complaining called calling calls contacted contacting rang".split(" "),
  ..."claims claimed asks asked asking enquired enquires inquired inquiring informed informs told".split(" "),
  ..."explained explains ticket logged noted note notes".split(" "),
];

/** How people ask for anything at all. */
const ASKING_WORDS: readonly string[] =
  "need needs needed want wants wanted wish know knows tell show give gave help let try tries tried trying look looking see find go going went use using used able able think sure really currently question hoping wondering understand possible".split(
    " ",
  );

/** Words that are no feature of a comment. A Set: any word, `constructor` too, is just a word. */
export const UNTOLD: ReadonlySet<string> = new Set([...FUNCTION_WORDS, ...AGENTS_WORDS, ...ASKING_WORDS]);

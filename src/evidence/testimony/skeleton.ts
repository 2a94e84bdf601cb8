/** Texts made comparable: what looks the same to a reader is the same. Never shown to anybody. */

/** What is not seen (zero-width signs, soft hyphens, directions, fillers), and marks on letters. */
const UNSEEN = /[\p{Default_Ignorable_Code_Point}\p{Cf}\p{M}]/gu;

/** Capitals of other scripts that look like a Latin letter: they are told apart before case is folded. */
const CAPITALS = "ΑaΒbΕeΖzΗhΙiΚkΜmΝnΟoΡpΤtΥyΧxАaВbЕeЗ3КkМmНhОoРpСcТtУyХxІiЈjЅs";
/** Small letters, and figures that stand for a letter, in the same way. */
const SMALL =
  "αaβbγyεeηnιiκkνvοoρpτtυuχxωwаaвbгrеeкkмmоoпnрpсcтtуyхxіiјjѕsһhԁdԛqԝwıiɑaɡgɩiօoոnսuցg0o1i|ilißb";

const SIGN = /./gsu;

const pairs = (table: string): ReadonlyMap<string, string> => {
  const letters = table.match(SIGN) ?? [];
  return new Map(
    letters.flatMap((one, at) => (at % 2 === 0 ? [[one, letters[at + 1] ?? one] as const] : [])),
  );
};
const capitals = pairs(CAPITALS);
const small = pairs(SMALL);

const swapped = (text: string, table: ReadonlyMap<string, string>): string =>
  text.replaceAll(SIGN, (one) => table.get(one) ?? one);

/**
 * A text as it looks, in words: without what is not seen, without accents, in one case, with look-alike letters of
 * other scripts as the Latin ones. Both texts of a comparison go through it, so it need not be right about a word.
 */
export function wordsOf(text: string): string[] {
  const bare = text.normalize("NFKD").replaceAll(UNSEEN, "");
  return swapped(swapped(bare, capitals).toLowerCase(), small).match(/[\p{L}\p{N}]+/gu) ?? [];
}

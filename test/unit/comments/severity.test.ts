import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { wellFormed } from "../../../src/chat/cut.ts";
import { severityOf } from "../../../src/comments/severity.ts";
import { SEVERE_TOPICS } from "../../../src/comments/settings.ts";
import { seedOf } from "../../support/seeded.ts";

const seed = seedOf("severity.test.ts");

const NONE = { severeWords: {} };
const topicOf = (text: string): string | undefined => severityOf(text, NONE)?.topic;

describe("a comment that is severe", () => {
  it.each([
    // Fire, heat, electricity, gas
    ["the charger caught fire overnight", "safety", "caught fire"],
    ["Says the toaster set fire to the worktop", "safety", "set fire"],
    ["there was smoke coming out of the router", "safety", "smoke"],
    ["the plug was smoking", "safety", "plug was smoking"],
    ["burned her hand on the plug", "safety", "burned"],
    ["The heater BURNT the carpet", "safety", "BURNT"],
    ["got an electric shock from the kettle", "safety", "electric shock"],
    ["electrical shocks whenever he touches it", "safety", "electrical shocks"],
    ["nearly electrocuted by the extension lead", "safety", "electrocuted"],
    ["there are bare wires where the engineer left it", "safety", "bare wires"],
    ["battery has swollen up", "safety", "battery has swollen"],
    ["the bottle exploded in the kitchen", "safety", "exploded"],
    ["laptop keeps overheating on her lap", "safety", "overheating"],
    ["can smell a lot of gas since the visit", "safety", "smell a lot of gas"],
    ["gas leaking from the hob", "safety", "gas leaking"],
    // People
    ["his daughter was injured by the sharp edge", "safety", "injured"],
    ["two injuries from the broken step", "safety", "injuries"],
    ["she hurt herself opening the box", "safety", "hurt herself"],
    ["fell and broke her wrist", "safety", "broke her wrist"],
    ["was taken to hospital after eating it", "safety", "taken to hospital"],
    ["had to call an ambulance", "safety", "ambulance"],
    ["an allergic reaction to the cream", "safety", "allergic reaction"],
    ["it made my son ill", "safety", "made my son ill"],
    ["toddler nearly choked on a small part", "safety", "choked"],
    ["the driver's parking is dangerous", "safety", "dangerous"],
    ["the courier threatened him with a bat", "safety", "threatened"],
    ["driver assaulted a neighbour", "safety", "assaulted"],
    // The customer's own life
    ["said he feels suicidal over the debt", "safety", "suicidal"],
    ["she talked about self-harm", "safety", "self-harm"],
    ["wants to end his life", "safety", "end his life"],
    ["said she doesn't want to be here any more", "safety", "doesn't want to be here"],
    ["he said he’d be better off dead", "safety", "better off dead"],
    // Discrimination
    ["the technician made a racist remark", "discrimination", "racist"],
    ["felt it was plain racism", "discrimination", "racism"],
    ["was refused because of my disability", "discrimination", "because of my disability"],
    ["says they hung up because of her accent", "discrimination", "because of her accent"],
    ["because she's deaf nobody would talk to her", "discrimination", "because she's deaf"],
    ["turned away for being gay", "discrimination", "for being gay"],
    ["they discriminate against older people", "discrimination", "discriminate"],
    ["a discriminatory rule", "discrimination", "discriminatory"],
    ["sexist comments from the fitter", "discrimination", "sexist"],
    ["the agent laughed at his stammer", "discrimination", "laughed at his stammer"],
    ["asked to leave with her guide dog", "discrimination", "guide dog"],
    ["asks for a reasonable adjustment for the third time", "discrimination", "reasonable adjustment"],
    // Law
    ["will speak to a solicitor", "law", "solicitor"],
    ["her solicitor's letter is on its way", "law", "solicitor's"],
    ["going to the ombudsman", "law", "ombudsman"],
    ["he is taking us to court", "law", "court"],
    ["is going to sue", "law", "going to sue"],
    ["I'll sue you all", "law", "I'll sue"],
    ["suing for the damage", "law", "suing"],
    ["threatened legal action over the fee", "law", "legal action"],
    ["threatening to take us to court", "law", "court"],
    ["says what we do is illegal", "law", "illegal"],
    ["reporting us to Trading Standards", "law", "reporting us to"],
    ["will complain to Ofcom", "law", "Ofcom"],
    ["calls it a breach of contract", "law", "breach of"],
    ["mis-sold the insurance", "law", "mis-sold"],
    ["has reported it to the police", "law", "reported it to the police"],
    ["this is harassment", "law", "harassment"],
    ["says it is against the law", "law", "against the law"],
  ])("%s: %s", (text, topic, words) => {
    expect(severityOf(text, NONE)).toEqual({ topic, words });
  });

  it("of several topics is about the first: safety before discrimination before law", () => {
    expect(topicOf("racist driver, will sue")).toBe("discrimination");
    expect(topicOf("will sue, the plug caught fire")).toBe("safety");
  });

  it("shows the words on one line, cut where they are long", () => {
    expect(severityOf("it caught\n  fire", NONE)).toEqual({ topic: "safety", words: "caught fire" });
    const far = severityOf(`smell ${"x".repeat(90)} gas`, NONE)?.words ?? "";
    expect(far).toHaveLength(60);
    expect(far.endsWith("…")).toBe(true);
  });
});

describe("everyday language", () => {
  it.each([
    "wants the account in her legal name",
    "what is the legal owner's address",
    "cannot discriminate between the two blues on the website",
    "a discriminating customer",
    "thanks for the safe delivery",
    "leave it in a safe place",
    "the app crashed again",
    "the site died on her, the line went dead",
    "was heating up my lunch when the phone rang",
    "the microwave burned my dinner",
    "burnt orange is out of stock",
    "burning through my data allowance",
    "the Fire Stick does not connect",
    "asks where to mount the smoke alarm",
    "bought a fire extinguisher",
    "got a shock when he saw the bill",
    "the price shocked me",
    "threatened to cancel if it goes up again",
    "is threatening to leave for another provider",
    "threatens to write a bad review",
    "to add insult to injury it was late",
    "hurt my feelings a bit",
    "life insurance renewal: wants to end his life insurance",
    "no battery in the box",
    "the battery does not last",
    "gas bill is too high",
    "the tennis court hire was double booked",
    "lives at 12 Court Road",
    "pressure regulator was missing from the parcel",
    "her mother-in-law called",
    "spoke to Sue who was lovely",
    "Sue from billing sorted it",
    "passed data protection questions",
    "prefers a courteous agent",
    "the policy is unclear",
    "heart attack of a price",
    "bath bomb was broken",
    "the ladder is heavier than described",
    "because the black one was sold out",
    "because of the age of the boiler",
    "ordered because of its colour",
    "because I travel a lot",
    "ill-fitting shoes",
    "I'll call back",
    "the race was great",
    "took the card out of the machine",
    "makes me sick of waiting",
    "punch holes are missing",
    "the stitches came undone on the jumper",
    "working at the hospital, deliver after six",
    "bloody awful service",
    "regular payments, regulated temperature",
    "gun metal grey",
    "",
    "   ",
    "🔥🔥🔥",
  ])("does not ask: %s", (text) => {
    expect(severityOf(text, NONE)).toBeUndefined();
  });
});

describe("known limits: what a list of words cannot tell", () => {
  it.each([
    ["nobody was injured", "asks: what is denied is not told apart", "safety"],
    ["the app is on fire today, love it", "asks: a figure of speech", "safety"],
    ["will Sue call me back", "asks: a name after will", "law"],
    ["her husband works in court", "asks: where somebody works", "law"],
    ["the heating did something that frightened the children", "misses: no word for it", undefined],
    ["caugth fire", "misses: misspelt", undefined],
    ["c a u g h t fire", "misses: spaced out", undefined],
    ["la prise a pris feu", "misses: another language, unless the centre adds its words", undefined],
  ])("%s (%s)", (text, _limit, topic) => {
    expect(topicOf(text)).toBe(topic);
  });
});

describe("a centre's own words", () => {
  const own = { severeWords: { safety: ["gas smell", "o'brien valve"], law: ["trading partner's claim"] } };

  it.each([
    ["there is a gas smell in the hall", "safety", "gas smell"],
    ["GAS SMELLS everywhere", "safety", "GAS SMELLS"],
    ["the O’Brien valve again", "safety", "O’Brien valve"],
    ["the trading partner's claims", "law", "trading partner's claims"],
  ])("are found in their other forms too: %s", (text, topic, words) => {
    expect(severityOf(text, own)).toEqual({ topic, words });
  });

  it("are whole words, one after the other, in one sentence", () => {
    for (const text of ["biogas smelling salts", "gas. Smell", "gas with a smell", "smell gasket"])
      expect(severityOf(text, own), text).toBeUndefined();
  });

  it("count even where the built-in list would call them harmless", () => {
    const text = "the smoke alarm";
    expect(severityOf(text, NONE)).toBeUndefined();
    expect(severityOf(text, { severeWords: { safety: ["smoke alarm"] } })?.topic).toBe("safety");
  });

  it.each([
    ["запах газа", "сильный ЗАПАХ ГАЗА на кухне"],
    ["ガス漏れ", "台所でガス漏れがありました"],
    ["瓦斯味", "廚房有瓦斯味"],
    ["fumée", "beaucoup de fumée"],
    ["رائحة غاز", "هناك رائحة غاز في المطبخ"],
  ])("may be of any script: %s", (word, text) => {
    expect(severityOf(text, { severeWords: { safety: [word] } })).toEqual({
      topic: "safety",
      words: expect.stringMatching(new RegExp(word, "iu")),
    });
  });

  it("mean nothing more than themselves, whatever signs or names they are", () => {
    const severeWords = { safety: ["(a+)+$", ".*", "=sue", "a/b", "…", "", "constructor", "__proto__"] };
    expect(severityOf("nothing to see", { severeWords })).toBeUndefined();
    expect(severityOf("the constructor of it", { severeWords })?.words).toBe("constructor");
  });
});

describe("any text at all", () => {
  it.each(["constructor", "__proto__", "toString hasOwnProperty", "=sue", "a/b? …", "\u200b\u200b", "'''"])(
    "is just a text: %s",
    (text) => {
      expect(severityOf(text, NONE)).toBeUndefined();
    },
  );

  it("cannot hide a word with signs that nobody sees", () => {
    expect(topicOf("caught fi\u200bre")).toBe("safety");
    expect(topicOf("ｃａｕｇｈｔ　ｆｉｒｅ")).toBe("safety");
  });

  it("is read to 10,000 characters, and no further", () => {
    expect(topicOf(`${"so ".repeat(3_300)}caught fire`)).toBe("safety");
    expect(topicOf(`${"so ".repeat(3_400)}caught fire`)).toBeUndefined();
  });

  it("takes work in proportion to its length, whatever it repeats", { timeout: 20_000 }, () => {
    const hostile = [
      "a ",
      "smell ",
      "threatened ",
      "because of my ",
      "taken ",
      "'",
      "\u200b",
      "the ",
      "ガ",
      "x".repeat(10_000),
      "kill ".repeat(3) + "could ",
    ];
    const severeWords = { safety: Array.from({ length: 100 }, (_, at) => `${"smell ".repeat(9)}end${at}`) };
    for (const piece of hostile) {
      const text = piece.repeat(Math.ceil(10_000 / piece.length));
      expect(severityOf(text, { severeWords })?.topic ?? "none", piece.slice(0, 20)).toMatch(
        /^(none|safety)$/,
      );
    }
  });

  it("gives undefined, or a topic with words that stand in it", () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.oneof(
            fc.string({ unit: "grapheme", maxLength: 12 }),
            fc.constantFrom("caught", "fire", "sue", "because", "of", "my", "race", ".", "\n", "’"),
          ),
          { maxLength: 60 },
        ),
        fc.array(fc.string({ maxLength: 10 }), { maxLength: 5 }),
        (pieces, own) => {
          const text = pieces.join(" ");
          const found = severityOf(text, { severeWords: { law: own } });
          const flat = wellFormed(text.replaceAll(/\s+/g, " "));
          expect(found === undefined || flat.includes(found.words.replace(/…$/, ""))).toBe(true);
          expect([undefined, ...SEVERE_TOPICS]).toContain(found?.topic);
        },
      ),
      { seed, numRuns: 500 },
    );
  });
});

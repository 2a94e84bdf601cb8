import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { findForbidden, findForbiddenIn, type ForbiddenKind } from "../../../src/privacy/guard.ts";
import { seedOf } from "../../support/seeded.ts";

const seed = seedOf("guard.test.ts");

const kindOf = (text: string): ForbiddenKind | "nothing" => findForbidden(text)?.kind ?? "nothing";

// Card numbers here are the ones that card schemes and payment providers publish for tests.
describe("a payment card number is found", () => {
  it.each([
    ["as printed", "4111 1111 1111 1111"],
    ["without spaces", "card 4111111111111111 please"],
    ["Mastercard", "5555555555554444"],
    ["Mastercard, 2-series", "2223 0031 2200 3222"],
    ["American Express as printed", "3782 822463 10005"],
    ["Discover", "6011 1111 1111 1117"],
    ["Diners Club", "3056 930902 5904"],
    ["JCB", "3530 1113 3330 0000"],
    ["UnionPay", "6200 0000 0000 0005"],
    ["Maestro", "6759 6498 2643 8453"],
    ["Visa of 13 figures", "4222222222222"],
    ["with dashes", "4111-1111-1111-1111"],
    ["with dots", "4111.1111.1111.1111"],
    ["with slashes", "4111/1111/1111/1111"],
    ["with underscores", "4111_1111_1111_1111"],
    ["with colons and stars", "4111:1111*1111*1111"],
    ["over several lines", "4111\n1111\r\n1111\n1111"],
    ["with zero-width spaces inside", "4111\u200b1111\u200b1111\u200b1111"],
    ["with soft hyphens inside", "41\u00ad11 1111 1111 1111"],
    ["with non-breaking spaces", "4111\u00a01111\u00a01111\u00a01111"],
    ["figure by figure", "4 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1"],
    ["in full-width figures", "４１１１　１１１１　１１１１　１１１１"],
    ["in Arabic-Indic figures", "٤١١١ ١١١١ ١١١١ ١١١١"],
    ["in Devanagari figures", "४१११ ११११ ११११ ११११"],
    ["in mathematical figures", "𝟒𝟏𝟏𝟏 𝟏𝟏𝟏𝟏 𝟏𝟏𝟏𝟏 𝟏𝟏𝟏𝟏"],
    ["with keycap figures", "4\ufe0f\u20e31\ufe0f\u20e31\ufe0f\u20e31\ufe0f\u20e3 1111 1111 1111"],
    ["with short words between", "4111 then 1111 then 1111 and 1111"],
    ["with a letter between", "4111x1111x1111x1111"],
    ["spelled", "four one one one one one one one one one one one one one one one"],
    [
      "spelled with double and triple",
      "four triple one double one double one, double one double one double one double one",
    ],
    ["spelled with oh", "six oh one one, triple one one, triple one one, triple one seven"],
    ["partly spelled", "4111 1111 one one one one 1111"],
    ["inside a longer number", "99941111111111111119"],
    ["with figures stuck on in front", "9994111 1111 1111 1111"],
    ["with figures stuck on behind", "4111 1111 1111 111199"],
    ["after another number", "order 12 4111 1111 1111 1111"],
    ["before an expiry date", "4111 1111 1111 1111 12/27"],
    ["after a reference", "C-1042 4111 1111 1111 1111"],
    ["glued to a word", "card4111111111111111exp"],
    ["in a mix of separators", "4-1 1.1/1_1 1 1-1111 1111"],
  ])("%s", (_name, text) => {
    expect(kindOf(text)).toBe("card");
  });
});

describe("what is no card is left alone", () => {
  it.each([
    ["a customer reference", "C-1042"],
    ["a case", "see ESC-0042 and TH-007"],
    ["a row of references", "C-4012, C-8888, C-8888, C-1881"],
    ["a row of cases", "ESC-4012 ESC-8888 ESC-8888 ESC-1881"],
    ["a number of fourteen figures that is no card", "12345678901234"],
    ["a card number with a wrong check figure", "4111 1111 1111 1112"],
    ["a number that passes the check but belongs to no scheme", "7992 7398 7138 1234 5"],
    ["a date", "on 21/11/2026 and 2026-11-22"],
    ["dates and times", "2026-11-21 14:30:00 to 2026-11-22 09:15:30, then 5/11/2026 16:45"],
    ["an instant", "2026-11-21T14:30:00Z"],
    ["an amount", "£1,250.00"],
    ["two amounts in a row", "£1250.00 £4000.00"],
    ["amounts without signs", "4512.55 80.50 1250.00 399.99"],
    ["a phone number", "07700 900123"],
    ["an international phone number", "+44 7700 900123"],
    ["two phone numbers", "07700 900123 or 020 7946 0958"],
    ["a postcode", "SW1A 1AA and EC1A 1BB"],
    ["years", "2023 2024 2025 2026"],
    [
      "prose with numbers",
      "order 4021 has 2 items at 12.50, 14 days late, third call in 3 weeks, promised 40 pounds",
    ],
    ["prose with number words", "one of the two said no one called for three days, four letters were sent"],
    ["nothing", ""],
    ["spaces", "   \n"],
  ])("%s", (_name, text) => {
    expect(kindOf(text)).toBe("nothing");
  });

  it("any order number of four to twelve figures", () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[0-9]{4,12}$/), (digits) => {
        expect(kindOf(`order ${digits}`)).toBe("nothing");
      }),
      { seed, numRuns: 500 },
    );
  });
});

describe("a security code is found near the words for it", () => {
  it.each([
    "cvv 123",
    "CVV: 123",
    "cvv2 123",
    "the CVC is 1234",
    "security code 123",
    "123 is the security code",
    "on the back of the card it says 123",
    "back of card: 1 2 3",
    "cvv one two three",
    "cvv123",
    "CVC １２３",
  ])("%s", (text) => {
    expect(kindOf(text)).toBe("security_code");
  });

  it.each([
    "123",
    "the cvv was refused",
    "asked for the security code, did not take it",
    "cvv refused, C-1042 upset",
    "cvv failed for £250",
  ])("but not in: %s", (text) => {
    expect(kindOf(text)).toBe("nothing");
  });
});

describe("bank details are found", () => {
  it.each([
    "12-34-56 12345678",
    "12 - 34 - 56, 12345678",
    "sort code 123456 account 12345678",
    "sort code: 12-34-56",
    "s/c 12–34–56 12345678",
    "bank account 12345678",
    "GB82 WEST 1234 5698 7654 32",
    "iban gb82west12345698765432",
    "DE89 3704 0044 0532 0130 00",
  ])("%s", (text) => {
    expect(kindOf(text)).toBe("bank_account");
  });

  it.each([
    "21-11-2026 14:30",
    "12345678",
    "account number 12345678",
    "GB82 WEST 1234 5698 7654 33",
    "she asked what a sort code is",
  ])("but not in: %s", (text) => {
    expect(kindOf(text)).toBe("nothing");
  });
});

describe("a national number is found", () => {
  it.each([
    "AB123456C",
    "ab 12 34 56 c",
    "NI number AB 12 34 56 C",
    "NHS number 943 476 5919",
    "943 476 5919 (NHS)",
    "passport 123456789",
    "passport number is 123456789",
    "passport AB1234567",
    "driving licence MORGA657054SM9IJ",
  ])("%s", (text) => {
    expect(kindOf(text)).toBe("national_id");
  });

  it.each([
    "9434765919",
    "NHS number 943 476 5918",
    "showed a passport",
    "lost the driving licence on 21/11/2026",
    "on 21 11 26 a parcel came",
    "GB123456A",
    "order AB123456",
    "passport office kept C-1042 waiting",
  ])("but not in: %s", (text) => {
    expect(kindOf(text)).toBe("nothing");
  });
});

describe("a password is found together with its value", () => {
  it.each([
    "password: hunter2",
    "password is Rainbow",
    "his password was 'sunshine'",
    "pwd=letmein",
    "password hunter2",
    'the password "open sesame"',
    "memorable word: biscuit",
    "memorable word is biscuit.",
    "mother's maiden name is Jones",
    "one-time code 482913",
    "482913 is the one time code",
    "the code is 482913",
    "OTP 4829",
    "pin 1234",
    "PIN: one two three four",
    "passcode 4821",
    "password for the portal: hunter2",
    "passphrase = correct-horse",
  ])("%s", (text) => {
    expect(kindOf(text)).toBe("password");
  });

  it.each([
    "the password reset page",
    "password reset on order 40213",
    "the password is wrong",
    "password is not working",
    "the password is definitely the problem here",
    "she forgot her password and the memorable word",
    "password expired on 21/11/2026",
    "sent a one-time code, never arrived",
    "error code 482913",
    "order code is 482913",
    "the PIN was refused for C-1042",
    "post code SW1A 1AA",
    "pin it to the board",
    "the customer's PIN machine at store 4021 was broken",
  ])("but not in: %s", (text) => {
    expect(kindOf(text)).toBe("nothing");
  });
});

describe("the fields of a form", () => {
  it("are each read by themselves, and the one with the finding is named", () => {
    expect(findForbiddenIn({ need: "refund", tried: "4111 1111 1111 1111" })).toMatchObject({
      field: "tried",
      finding: { kind: "card" },
    });
  });

  it.each([
    ["a number split in half", { a: "41111111", b: "11111111", c: "thanks" }],
    [
      "a number split with words around it",
      {
        a: "card starts 4111 1111, caller is waiting on the line",
        b: "and it ends with the figures 1111 1111",
        c: "",
      },
    ],
    ["a number split after twelve figures", { a: "4111 1111 1111", b: "1111", c: "x" }],
    ["a code split from its word", { a: "the cvv is", b: "123", c: "x" }],
  ])("are read together: %s", (_name, values) => {
    expect(findForbiddenIn(values)?.field).toBe("b");
  });

  it("with nothing forbidden give nothing", () => {
    const values = {
      customer: "C-1042",
      need: "refund of £80.50 for order 40213345",
      tried: "called 07700 900123 on 21/11/2026",
    };
    expect(findForbiddenIn(values)).toBeUndefined();
    expect(findForbiddenIn({})).toBeUndefined();
  });

  it("are not joined by a sign that somebody types", () => {
    expect(findForbiddenIn({ a: "one\ue000two", b: "3" })).toBeUndefined();
  });
});

describe("a finding", () => {
  it("never repeats what was found", () => {
    for (const text of [
      "4111 1111 1111 1111",
      "cvv 739",
      "12-34-56 12345678",
      "AB123456C",
      "password: hunter2",
    ]) {
      const found = JSON.stringify(findForbidden(text));
      for (const part of text.split(" ").filter((word) => /[0-9]/.test(word)))
        expect(found).not.toContain(part);
    }
  });
});

/** Adds the check figure to fifteen figures. */
function withCheck(figures: string): string {
  for (let check = 0; check < 10; check += 1) {
    let sum = 0;
    for (const [index, figure] of Array.from(`${figures}${check}`).toReversed().entries()) {
      const value = Number(figure) * (index % 2 === 0 ? 1 : 2);
      sum += value > 9 ? value - 9 : value;
    }
    if (sum % 10 === 0) return `${figures}${check}`;
  }
  return figures;
}

describe("whatever the spacing", () => {
  const separator = fc.constantFrom(
    "",
    "",
    " ",
    "-",
    ".",
    "/",
    "_",
    "\n",
    "\u200b",
    "\u00ad",
    "  ",
    " - ",
    "\u00a0",
    "\t",
  );
  it("a Visa number is always found", () => {
    fc.assert(
      fc.property(
        fc.stringMatching(/^[0-9]{14}$/),
        fc.array(separator, { minLength: 15, maxLength: 15 }),
        fc.constantFrom("", "ref C-1042 ", "paid £80.50 with ", "card: "),
        fc.constantFrom("", " thanks", ". Call back", " exp 12/27"),
        (figures, separators, before, after) => {
          const card = Array.from(withCheck(`4${figures}`))
            .map((figure, index) => figure + (separators[index] ?? ""))
            .join("");
          expect(kindOf(`${before}${card}${after}`)).toBe("card");
        },
      ),
      { seed, numRuns: 2000 },
    );
  });
});

describe("the work grows with the text and no faster", () => {
  const shapes: Record<string, string> = {
    figures: "4",
    "figures of no card": "6",
    "figures and spaces": "4 ",
    "four figures": "4111 ",
    "number words": "four ",
    "double words": "double four ",
    dashes: "-",
    spaces: " ",
    letters: "a",
    "card words": "cvv ",
    "password words": "password ",
    "password is": "password is ",
    "sort codes": "12-34-56 ",
    "bank letters": "gb82 ",
    insurance: "ab 12 ",
    passports: "passport a ",
    fillers: "4x",
    "long fillers": "1 and then ",
    combining: "a\u0301\u0301",
    "other figures": "٤",
    "look-alikes": "ﷺ",
    dates: "1/1/26 ",
    commas: "1,111",
  };
  it.each(Object.entries(shapes))("%s", (_name, shape) => {
    const steps = (length: number): number => {
      const work = { steps: 0 };
      findForbidden(shape.repeat(Math.ceil(length / shape.length)).slice(0, length), work);
      return work.steps;
    };
    const small = steps(10_000);
    const large = steps(40_000);
    // Four times the text, at most a little over four times the work, and a bounded amount per character.
    expect(large).toBeLessThanOrEqual(small * 4.2 + 200);
    expect(large).toBeLessThanOrEqual(40_000 * 100);
  });
});

import { takeReference } from "../../organisation/reference.ts";
import { findForbidden } from "../../privacy/guard.ts";

/** What the scan knows of the centre. */
export interface Known {
  /** See `customerReferenceRegex`. */
  readonly referencePattern: RegExp;
  /** What a customer is called in this portfolio, by the centre's reference; undefined for one who is not in it. */
  readonly customer: (reference: string) => string | undefined;
  /** Colleagues who are named by a label of their role: full name → label. */
  readonly colleagues: ReadonlyMap<string, string>;
}

/** A text as it may leave the centre. */
export interface Released {
  readonly text: string;
  /** What was taken out or renamed, by kind; empty where the text is as it was written. */
  readonly withheld: readonly string[];
}

/** What identifies a person outside the centre: where they can be reached, and where they live. */
const PERSONAL: readonly (readonly [string, RegExp])[] = [
  ["e-mail address", /[\p{L}\p{N}._%+-]{1,64}@[\p{L}\p{N}-]{1,63}(?:\.[\p{L}\p{N}-]{1,63}){1,4}/gu],
  ["telephone number", /(?<![\p{L}\p{N}])(?:\+44|0044|0)(?:[ ()-]{0,2}\d){9,10}(?!\d)/gu],
  ["postcode", /(?<![\p{L}\p{N}])[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}(?![\p{L}\p{N}])/gu],
];

/**
 * Reads one text before it leaves the centre (DOMAIN 5.6): what may never be kept withholds it whole; customers'
 * references become the numbers that they have in this portfolio, colleagues' full names the labels of their
 * roles, and what people can be reached by is taken out. Pure. It finds what has a form; a first name or a
 * nickname has none.
 */
export function release(written: string, known: Known): Released {
  const forbidden = findForbidden(written);
  if (forbidden) return { text: "[Withheld: it held what may not be kept.]", withheld: [forbidden.kind] };
  const withheld = new Set<string>();
  let text = written
    .split(/(\s+)/)
    .map((word) => {
      const { reference } = takeReference([word], known.referencePattern);
      if (reference === undefined) return word;
      withheld.add("customer reference");
      return word.replace(
        new RegExp(escaped(reference), "iu"),
        known.customer(reference) ?? "[another customer]",
      );
    })
    .join("");
  for (const [kind, pattern] of PERSONAL) {
    text = text.replace(pattern, () => {
      withheld.add(kind);
      return `[${kind} withheld]`;
    });
  }
  for (const [pattern, label] of patternsOf(known.colleagues)) {
    text = text.replace(pattern, () => {
      withheld.add("colleague's name");
      return label;
    });
  }
  return { text, withheld: [...withheld] };
}

/** A portfolio has thousands of texts and the same colleagues in all of them. */
const patterns = new WeakMap<Known["colleagues"], readonly (readonly [RegExp, string])[]>();

/** What finds each name, as a whole word and however it is spelt, with its label. */
function patternsOf(colleagues: Known["colleagues"]): readonly (readonly [RegExp, string])[] {
  const known = patterns.get(colleagues);
  if (known) return known;
  const fresh = [...colleagues].map(
    ([name, label]) =>
      [new RegExp(`(?<![\\p{L}\\p{N}])${escaped(name)}(?![\\p{L}\\p{N}])`, "giu"), label] as const,
  );
  patterns.set(colleagues, fresh);
  return fresh;
}

const escaped = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);

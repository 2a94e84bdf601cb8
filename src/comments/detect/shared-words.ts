import { segmentsOf } from "./text.ts";
import { formsOf } from "./theme.ts";

const MOST = 6;

/**
 * What texts share, as people write it: the commonest form of each stem that at least half of
 * them have; the stems with the highest weight times frequency first.
 */
export function sharedWords(texts: readonly string[], weightOf: (stem: string) => number): string[] {
  const stems = new Map<string, Map<string, number>>();
  for (const text of texts)
    for (const [stem, form] of formsOf(segmentsOf(text))) {
      const forms = stems.get(stem) ?? new Map<string, number>();
      forms.set(form, (forms.get(form) ?? 0) + 1);
      stems.set(stem, forms);
    }
  return [...stems]
    .map(([stem, forms]) => ({
      stem,
      forms,
      count: [...forms.values()].reduce((sum, each) => sum + each, 0),
    }))
    .filter(({ count }) => count > 1 && count * 2 >= texts.length)
    .map((word) => ({ ...word, strength: word.count * weightOf(word.stem) }))
    .toSorted((a, b) => b.strength - a.strength || (a.stem < b.stem ? -1 : 1))
    .slice(0, MOST)
    .map(({ forms }) => commonest(forms));
}

const commonest = (forms: ReadonlyMap<string, number>): string =>
  [...forms].toSorted(([a, x], [b, y]) => y - x || (a < b ? -1 : 1))[0]?.[0] ?? "";

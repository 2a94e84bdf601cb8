/**
 * How often chance alone does something, exactly: customers' comments are too rare for the
 * approximations that are usual with large numbers.
 */

/** ln(n!): summed up for small n, by Stirling's series (error below 1e-10) from 16 on. */
function logFactorial(n: number): number {
  if (n < 16) {
    let product = 1;
    for (let factor = 2; factor <= n; factor += 1) product *= factor;
    return Math.log(product);
  }
  return (
    n * Math.log(n) -
    n +
    Math.log(2 * Math.PI * n) / 2 +
    1 / (12 * n) -
    1 / (360 * n ** 3) +
    1 / (1260 * n ** 5)
  );
}

const logChoose = (n: number, k: number): number => logFactorial(n) - logFactorial(k) - logFactorial(n - k);

/** A sum of probabilities is one, but for rounding. */
const atMostOne = (sum: number): number => Math.min(1, sum);

/**
 * P(X ≤ k), where X counts how many of n independent events fall into a part that has the
 * share p of all time. With n given, two Poisson counts compare exactly so.
 */
export function binomialAtMost(k: number, n: number, p: number): number {
  if (k >= n || p <= 0) return k < 0 ? 0 : 1;
  if (p >= 1) return 0;
  let sum = 0;
  for (let i = 0; i <= k; i += 1)
    sum += Math.exp(logChoose(n, i) + i * Math.log(p) + (n - i) * Math.log1p(-p));
  return atMostOne(sum);
}

/** P(X ≥ k); see {@link binomialAtMost}. */
export const binomialAtLeast = (k: number, n: number, p: number): number => binomialAtMost(n - k, n, 1 - p);

/** One group of a two-by-two table: `n` of `of`. */
interface Group {
  readonly n: number;
  readonly of: number;
}

/**
 * P(X ≤ n of `after`), where X counts how many of all that are marked in both groups fall
 * into `after` if the groups do not differ: one side of Fisher's exact test.
 */
export function shareAtMost(before: Group, after: Group): number {
  const marked = before.n + after.n;
  const all = logChoose(before.of + after.of, marked);
  let sum = 0;
  for (let i = Math.max(0, marked - before.of); i <= after.n; i += 1)
    sum += Math.exp(logChoose(after.of, i) + logChoose(before.of, marked - i) - all);
  return atMostOne(sum);
}

/** P(X ≥ n of `after`); see {@link shareAtMost}. What is not marked falls the other way. */
export const shareAtLeast = (before: Group, after: Group): number =>
  shareAtMost({ ...before, n: before.of - before.n }, { ...after, n: after.of - after.n });

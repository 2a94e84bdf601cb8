/** From similarity to membership: 0 up to `from`, 1 from `to` on, straight in between. */
export const ramp = (similarity: number, from: number, to: number): number =>
  Math.min(1, Math.max(0, (similarity - from) / (to - from)));

/**
 * How surprising it is to see x where λ is usual: the log-likelihood ratio of a Poisson rate
 * of x against one of λ. 0 where x is no more than usual.
 */
export const surprise = (x: number, usual: number): number =>
  x <= usual ? 0 : x * Math.log(x / usual) - (x - usual);

/** How bursts are looked for. Found by trial on public data sets (docs/benchmarks.md), not to be set. */
export const TUNING = {
  ramps: [
    [0.2, 0.4],
    [0.12, 0.3],
  ],
  shares: [1, 0.5, 0.25],
  priorMass: 0.5,
  priorWindows: 2,
  volume: 0.5,
  single: 0.3,
  near: 0.35,
  memberAt: 0.5,
  centreAtScore: 4,
  centreMembers: 12,
  centrePower: 1,
  eachMember: 0,
  joinNear: 0.4,
};

/**
 * How comments are compared. Found by trial on public data (docs/benchmarks.md) and not to be
 * set by anybody: no value depends on what a centre's customers talk about.
 */
export const TUNING = {
  /** Below this two comments have nothing to do with each other. */
  floor: 0.12,
  /** From which to which similarity a comment comes to belong to a neighbourhood: each is tried. */
  ramps: [
    [0.2, 0.5],
    [0.12, 0.35],
  ],
  /** Lengths of time in which a burst is looked for, as shares of the window. */
  shares: [1, 0.5, 0.25],
  /** What is taken for usual before anything was heard: so much, in so many windows. */
  priorMass: 1,
  priorWindows: 4,
  /** How much "usual" goes by the number of comments rather than by the clock: busy days are busy. */
  volume: 0.8,
  /** Less surprising than this is no burst, whatever its words: no closer look. */
  worthwhile: 4,
  /** How much the most surprising word, or pair of words, adds. */
  single: 0.3,
  /** The neighbourhood around the middle of its members: how many make the middle, ... */
  centreMembers: 8,
  /** ... from which similarity to one of them others count, ... */
  centreFloor: 0.03,
  /** ... by how much similarities to the middle are higher than those to one comment, ... */
  centreScale: 0.8,
  /** ... and how much its surprise counts: it was chosen to fit. */
  centreTrust: 0.85,
  /** From which membership on a comment is listed. */
  memberAt: 0.5,

  /** While learning, everything is news: only nearly the same words count, from more customers. */
  learningRamps: [[0.45, 0.75]],
  learningCustomers: 2,

  /** From which similarity comments are named as similar, and how many at most. */
  similarAt: 0.2,
  similarMost: 10,

  /** How many of the nearest comments point to a theme. */
  neighbours: 10,
  /** How many themes are tried for their words alone. */
  candidates: 6,
  /** Words that more themes have than this lead to none. */
  mostThemes: 100,
  /** How many words are looked up among themes: the rarest. */
  rarestWords: 8,
  /** What counts for a theme: its nearest comment, its three nearest, its middle. */
  nearest: 0.25,
  nearestThree: 0.4,
  middle: 0.35,
  /** What counts for a theme without an active comment: its words. */
  wordsAlone: 0.6,
  /** From which sum of these on a comment joins a theme. */
  joinAt: 0.33,
  /** From which similarity on two comments make a theme. */
  foundAt: 0.3,
  /** From which similarity of their words on two themes are one. */
  mergeAt: 0.5,
  /** How often that is asked: at each so many steps of a theme's doubling, from a size on. */
  growth: 2,
  growthFrom: 3,
};

/** Random numbers that can be had again: the seed is printed, and SEED in the environment is taken instead. */
export function seeded(name: string): {
  readonly next: () => number;
  readonly shuffle: <T>(items: readonly T[]) => T[];
} {
  const given = Number(process.env["SEED"] ?? "");
  let state = Number.isInteger(given) && given > 0 ? given : (Date.now() % 2_147_483_646) + 1;
  console.log(`${name}: SEED=${state}`);
  // Lehmer's generator: small, and the same everywhere.
  const next = (): number => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
  return {
    next,
    shuffle: (items) => {
      const mixed = items.map((item) => ({ item, at: next() }));
      return mixed.toSorted((a, b) => a.at - b.at).map(({ item }) => item);
    },
  };
}

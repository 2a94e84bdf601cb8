/** How often everybody else had their turn while something was done: each turn of the event loop counts once. */
export async function turnsDuring(work: () => Promise<unknown>): Promise<number> {
  let turns = 0;
  let next: NodeJS.Immediate | undefined;
  const turn = (): void => {
    turns += 1;
    next = setImmediate(turn);
  };
  turn();
  try {
    await work();
  } finally {
    clearImmediate(next);
  }
  return turns;
}

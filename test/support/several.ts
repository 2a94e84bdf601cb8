/** What is written on several options, as a test gives it: separated by ", ", or each on a line of its own where labels have commas. */
export const severalIn = (given: string): readonly string[] =>
  given.split(given.includes("\n") ? "\n" : ", ").filter((label) => label !== "");

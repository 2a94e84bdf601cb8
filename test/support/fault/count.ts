/** A whole number of the environment, e.g. how often to kill. */
export const countOf = (name: string, otherwise: number): number => Number(process.env[name] ?? otherwise);

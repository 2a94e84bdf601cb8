import type { PortfolioUnit } from "../model.ts";

/** A unit's code with its edition: "H12E, edition 2012". */
export const unitName = ({ unit, edition }: PortfolioUnit): string => `${unit}, edition ${edition}`;

/** All its criteria, in order. */
export const criteriaOf = (
  unit: PortfolioUnit,
): readonly PortfolioUnit["groups"][number]["criteria"][number][] =>
  unit.groups.flatMap(({ criteria }) => criteria);

import type { Portfolio, PortfolioUnit } from "./model.ts";
import { urn, uuidOf } from "./uuid.ts";

/** A thing of the framework by its name. */
interface Node {
  readonly title: string;
  readonly identifier: string;
  readonly uri: string;
}

const node = (identifier: string, title: string): Node => ({ title, identifier, uri: urn(identifier) });

const VERBS = {
  do: "Performance",
  identify: "Knowledge",
  describe: "Knowledge",
  explain: "Knowledge",
  evaluate: "Knowledge",
};

/**
 * A unit as a package of 1EdTech CASE 1.1: the unit is the document, its groups and criteria are items,
 * and `isChildOf` leads from each to what it belongs to. The statements are our own titles and never the
 * awarding body's wording, which we have no licence to publish (DOMAIN 5.7). A criterion keeps the
 * identifier that it has in the unit's file; groups and associations get theirs from the unit's.
 * @param changedAt ms since the epoch
 */
export function frameworkOf(unit: PortfolioUnit, changedAt: number) {
  const lastChangeDateTime = new Date(changedAt).toISOString();
  const document = node(unit.id, unit.title);
  const common = { lastChangeDateTime, CFDocumentURI: document };
  const groups = unit.groups.map((group) => ({
    group,
    node: node(uuidOf(`${unit.id} group ${group.id}`), group.title),
  }));
  const child = (origin: Node, parent: Node, sequenceNumber: number) => {
    const identifier = uuidOf(`${origin.identifier} isChildOf ${parent.identifier}`);
    return {
      identifier,
      uri: urn(identifier),
      associationType: "isChildOf",
      originNodeURI: origin,
      destinationNodeURI: parent,
      sequenceNumber,
      ...common,
    };
  };
  return {
    CFDocument: {
      identifier: unit.id,
      uri: urn(unit.id),
      creator: "Floorwalker (titles of our own, not those of the awarding body)",
      title: `${unit.unit} ${unit.title}`,
      lastChangeDateTime,
      version: unit.edition,
      language: "en-GB",
      adoptionStatus: "Implemented",
      caseVersion: "1.1",
      description: unit.standing,
      notes: `${unit.awardingBody}${unit.reference === null ? "" : `, ${unit.reference}`}`,
    },
    CFItems: groups.flatMap(({ group, node: parent }) => [
      {
        identifier: parent.identifier,
        uri: parent.uri,
        fullStatement: group.title,
        humanCodingScheme: group.id,
        CFItemType: "Group",
        language: "en-GB",
        ...common,
      },
      ...group.criteria.map((criterion) => ({
        identifier: criterion.id,
        uri: urn(criterion.id),
        fullStatement: criterion.title,
        humanCodingScheme: criterion.ref,
        CFItemType: criterion.kind === "requirement" ? "Evidence requirement" : VERBS[criterion.verb],
        language: "en-GB",
        ...common,
      })),
    ]),
    CFAssociations: groups.flatMap(({ group, node: parent }, n) => [
      child(parent, document, n + 1),
      ...group.criteria.map((criterion, m) => child(node(criterion.id, criterion.title), parent, m + 1)),
    ]),
  };
}

/** A name of a file that leads nowhere but into its folder, whatever a unit is called. */
const safeName = (unit: PortfolioUnit): string =>
  `${unit.unit} ${unit.edition}`
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, "-")
    .replaceAll(/^-+|-+$/g, "")
    .slice(0, 40) || "unit";

/** The units of a portfolio as CASE packages, by file name. */
export function frameworksOf({ units, exportedAt }: Portfolio): ReadonlyMap<string, string> {
  const files = new Map<string, string>();
  for (const [n, unit] of units.entries()) {
    const name = `${safeName(unit)}.json`;
    const text = `${JSON.stringify(frameworkOf(unit, exportedAt), null, 2)}\n`;
    files.set(files.has(name) ? `${n + 1}-${name}` : name, text);
  }
  return files;
}

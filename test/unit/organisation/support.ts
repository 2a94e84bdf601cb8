import { type Organisation, parseOrganisation, type Problem } from "../../../src/organisation/file.ts";

interface Sections {
  organisation?: string;
  levels?: string;
  teams?: string;
  people?: string;
  authority?: string;
  comments?: string;
  kpi?: string;
  learners?: string;
}

/**
 * A small file that is right, with sections replaced. Lines: organisation 1, levels 4,
 * teams 5, people 7, authority after the people (11 with three of them, its first row on 12), and
 * comments, then KPIs, then learners last, where they are given (13 with one row of authority).
 */
export function file(sections: Sections = {}): string {
  const people = [
    "  - { id: ana, name: Ana Reyes, team: billing, level: agent }",
    "  - { id: priya, name: Priya Shah, team: billing, level: senior }",
    "  - { id: helen, name: Helen Achebe, level: director }",
  ].join("\n");
  return [
    "organisation:",
    sections.organisation ?? "  name: Northgate\n  timezone: Europe/London",
    `levels: ${sections.levels ?? "[agent, senior, team_leader, manager, director]"}`,
    "teams:",
    sections.teams ??
      "  - { id: billing, name: Billing, channels: { escalations: { slack: C0A, console: billing } } }",
    "people:",
    sections.people ?? people,
    "authority:",
    sections.authority ?? "  - { decision: fee_waiver, level: director, limit: 250.00, currency: GBP }",
    ...(sections.comments === undefined ? [] : ["comments:", sections.comments]),
    ...(sections.kpi === undefined ? [] : ["kpi:", sections.kpi]),
    ...(sections.learners === undefined ? [] : ["learners:", sections.learners]),
    "",
  ].join("\n");
}

/** The problems of a file, none where it is right. */
export function problemsOf(text: string): readonly Problem[] {
  const parsed = parseOrganisation(text);
  return parsed.ok ? [] : parsed.problems;
}

/** The problems of a file as lines of text. */
export const messages = (text: string): string =>
  problemsOf(text)
    .map(({ line, message }) => `line ${line}: ${message}`)
    .join("\n");

/** The organisation of a file that must be right. */
export function organisationOf(text: string): Organisation {
  const parsed = parseOrganisation(text);
  if (!parsed.ok) throw new Error(messages(text));
  return parsed.organisation;
}

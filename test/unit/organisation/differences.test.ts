import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { differences } from "../../../src/organisation/differences.ts";
import { file, organisationOf } from "./support.ts";

const small = organisationOf(file());
const changed = (from: string, to: string): string[] => {
  const text = file();
  expect(text).toContain(from);
  return differences(small, organisationOf(text.replace(from, to)));
};

describe("what a file would change", () => {
  it("is nothing where nothing changes", () => {
    expect(differences(small, organisationOf(file()))).toEqual([]);
  });

  it("is everything for a new organisation, in the order of the file", () => {
    expect(differences(undefined, small)).toEqual([
      "Set up Northgate (Europe/London)",
      "Add the team Billing",
      "Add Ana Reyes (agent, Billing)",
      "Add Priya Shah (senior, Billing)",
      "Add Helen Achebe (director, whole centre)",
      "Fee waiver: director may decide up to £250.00",
    ]);
  });

  it.each([
    ["level: agent }", "level: senior }", "Ana Reyes: level from agent to senior"],
    ["Ana Reyes, team: billing,", "Ana Reyes,", "Move Ana Reyes from Billing to whole centre"],
    ["name: Ana Reyes", "name: Ana Silva", "Rename Ana Reyes to Ana Silva"],
    ["level: agent }", "level: agent, disabled: true }", "Disable Ana Reyes"],
    ["level: agent }", "level: agent, decides: false }", "Ana Reyes: no longer decides"],
    ["level: agent }", "level: agent, slack: U0ANA }", "Ana Reyes: Slack account from none to U0ANA"],
    ["level: agent }", "level: agent, roles: [qa_analyst] }", "Ana Reyes: gets the role qa analyst"],
    ["name: Billing,", "name: Accounts,", "Rename the team Billing to Accounts"],
    ["slack: C0A,", "slack: C0B,", "Billing: slack channel for escalations from C0A to C0B"],
    ["limit: 250.00", "limit: 300.00", "Fee waiver: director's limit from £250.00 to £300.00"],
    ["currency: GBP", "currency: EUR", "Fee waiver: director's limit from £250.00 to €250.00"],
    ["currency: GBP", "currency: GBP, label: Fees", "Rename the decision Fee waiver to Fees"],
    [
      "currency: GBP",
      "currency: GBP, team: billing",
      "Fee waiver: owned by Billing, no longer by the raiser's team",
    ],
    [
      "currency: GBP",
      "currency: GBP, per_customer_days: 365",
      "Fee waiver: a customer's awards count together over 365 days, no longer each award alone",
    ],
    ["Europe/London", "Europe/Dublin", "Change the time zone from Europe/London to Europe/Dublin"],
    ["name: Northgate", "name: Southgate", "Change the organisation's name from Northgate to Southgate"],
  ])("%s to %s is one sentence", (from, to, sentence) => {
    expect(changed(from, to)).toEqual([sentence]);
  });

  it("moves somebody between teams by the teams' names", () => {
    const two = "  - { id: billing, name: Billing }\n  - { id: sales, name: Sales }";
    const of = (team: string) =>
      organisationOf(
        file({ teams: two, people: `  - { id: tom, name: Tom Baker, team: ${team}, level: agent }` }),
      );
    expect(differences(of("billing"), of("sales"))).toEqual(["Move Tom Baker from Billing to Sales"]);
  });

  it("disables somebody who is missing from the new file, and deletes nobody", () => {
    const without = organisationOf(
      file({ people: "  - { id: helen, name: Helen Achebe, level: director }" }),
    );
    expect(differences(small, without)).toEqual([
      "Disable Ana Reyes, who is no longer in the file",
      "Disable Priya Shah, who is no longer in the file",
    ]);
  });

  it("says nothing about somebody who is missing and was disabled already", () => {
    const people =
      "  - { id: ana, name: Ana, level: agent, disabled: true }\n  - { id: helen, name: Helen, level: director }";
    const before = organisationOf(file({ people }));
    const after = organisationOf(file({ people: "  - { id: helen, name: Helen, level: director }" }));
    expect(differences(before, after)).toEqual([]);
  });

  it("tells two people of one name apart", () => {
    const people =
      "  - { id: sam, name: Sam Lee, level: agent }\n  - { id: sam2, name: Sam Lee, level: director }";
    const before = organisationOf(file({ people: people.split("\n")[1] ?? "" }));
    expect(differences(before, organisationOf(file({ people })))).toEqual([
      "Add Sam Lee (sam) (agent, whole centre)",
    ]);
  });

  it("names rows of the matrix that come and go", () => {
    const before = organisationOf(file({ authority: "  - { decision: arrears_plan, level: senior }" }));
    const after = organisationOf(file({ authority: "  - { decision: arrears_plan, level: director }" }));
    expect(differences(before, after)).toEqual([
      "Arrears plan: director may decide",
      "Arrears plan: senior may no longer decide",
    ]);
  });

  it("is nothing between the example and itself", () => {
    const url = new URL("../../../docs/examples/northgate.yaml", import.meta.url);
    const text = readFileSync(url, "utf8");
    expect(differences(organisationOf(text), organisationOf(text))).toEqual([]);
  });
});

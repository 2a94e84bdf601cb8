import type { ButtonAction, Command, Reading, Reply } from "../chat/feature.ts";
import { privately } from "../chat/feature.ts";
import type { Choice } from "../chat/form.ts";
import { matching } from "../chat/suggest.ts";
import { invalid, notFound } from "../errors.ts";
import { serves } from "../people/index.ts";
import { allDefinitions } from "./definitions.ts";
import { kpiMessage } from "./digest/kpi-message.ts";
import { figuresOf, lineOf } from "./digest/pictures.ts";
import { kpiCard } from "./show/card.ts";
import { kpiList, measureList } from "./show/lists.ts";
import { kpiNamed } from "./show/named.ts";
import { staffingMessage } from "./staff-line.ts";
import { teamMeant, withTeam } from "./team.ts";
import { leadersOnly } from "./who.ts";

/** A word that can follow `/kpi`, with what stands behind it and the team that is meant. */
interface Verb {
  readonly hint: string;
  readonly run: (asking: Reading, rest: string, team: string) => Promise<Reply>;
}

const LIST: Verb = {
  hint: "list: what your team agreed on, and everything that there is",
  run: async (asking, _, team) => privately(await kpiList(asking, team)),
};

/** What can follow `/kpi`. A team can be named at the end: "show sl in Billing". */
const VERBS: Readonly<Record<string, Verb>> = {
  list: LIST,
  show: {
    hint: "show sl: what a KPI is, and its last days",
    run: async (asking, rest, team) => {
      return privately(await kpiCard(asking, team, await kpiNamed(asking, rest)));
    },
  },
  agree: {
    hint: "agree sl: ask people to agree on a KPI and its target",
    run: async (asking, rest, team) => {
      const { kpi } = await kpiNamed(asking, rest);
      return { kind: "form", form: "kpi.target", context: { kpi, team } };
    },
  },
  define: {
    hint: "define: a KPI of your own, or another version of one",
    run: (_, rest) =>
      Promise.resolve({
        kind: "form",
        form: "kpi.define",
        context: rest === "" ? {} : { kpi: rest.toLowerCase() },
      }),
  },
  import: {
    hint: "import: read a file of figures",
    run: () => Promise.resolve({ kind: "form", form: "kpi.import", context: {} }),
  },
  measures: {
    hint: "measures: what formulas can be made of",
    run: () => Promise.resolve(privately(measureList())),
  },
  staff: {
    hint: "staff 120 240: how many people 120 contacts of 240 s need in half an hour",
    run: (_, rest) => Promise.resolve(privately(staffingMessage(rest))),
  },
};

async function suggestKpi({ db }: Reading, typed: string): Promise<readonly Choice[]> {
  const verbs = Object.entries(VERBS).map(([value, { hint }]) => ({ value, label: hint }));
  const [verb = "", ...rest] = typed.trimStart().split(/\s+/);
  if (rest.length === 0 || (verb !== "show" && verb !== "agree")) return matching(verbs, typed);
  const all = [...(await allDefinitions(db)).values()];
  return matching(
    all.map(({ kpi, name }) => ({ value: `${verb} ${kpi}`, label: `${verb} ${kpi}: ${name}` })),
    typed,
  );
}

/** `/kpi`: what a team is measured by, privately. */
export const kpiCommand: Command = {
  name: "kpi",
  description: "Show, define and agree on what your team is measured by; read in figures",
  usage: "[list | show sl | agree sl | define | import | measures | staff 120 240] [in team]",
  who: "member",
  line: {
    name: "what",
    hint: "list, show sl, agree sl, define, import, measures, staff 120 240",
    suggest: suggestKpi,
  },
  writes: false,
  run: async (asking, line) => {
    const [verb = "", ...words] = line.trim().split(/\s+/);
    const known = Object.hasOwn(VERBS, verb.toLowerCase()) ? VERBS[verb.toLowerCase()] : undefined;
    if (!known && verb !== "") {
      throw invalid(
        `Say one of these: ${Object.values(VERBS)
          .map(({ hint }) => `/kpi ${hint}`)
          .join("; ")}.`,
        "unknown word after /kpi",
      );
    }
    const { run } = known ?? LIST;
    // "show Something in time" names a KPI, and no team, if there is such a KPI.
    const all = words.join(" ").toLowerCase();
    const isName = [...(await allDefinitions(asking.db)).values()].some(
      ({ name }) => name.toLowerCase() === all,
    );
    const { said, team } = isName
      ? { said: all, team: await teamMeant(asking.db, asking.actor, "") }
      : await withTeam(asking.db, asking.actor, ` ${words.join(" ")}`, "in");
    return run(asking, said, team);
  },
};

/**
 * A digest, and the KPI of it that a button names; a digest is for those who lead its team (DOMAIN 3.5).
 * @throws AppError `not_found` for those who do not serve its team; `refused` for the others who do not lead it
 */
export async function digestOf(
  { db, settings, actor }: Pick<Reading, "db" | "settings" | "actor">,
  arg: string,
): Promise<{
  readonly id: string;
  readonly kpi: string | undefined;
  readonly figures: NonNullable<Awaited<ReturnType<typeof figuresOf>>>;
}> {
  const [id = "", kpi] = arg.split("/");
  const figures = await figuresOf(db, id);
  if (!figures || !(await serves(db, actor, figures.team)))
    throw notFound("digest", figures ? "digest of another team" : "no such digest");
  await leadersOnly(db, settings, actor, figures.team, "Reading a team's digest");
  if (kpi !== undefined && !lineOf(figures, kpi)) throw notFound("KPI", "not in this digest");
  return { id, kpi, figures };
}

/** A click on a KPI of a digest: its chart and its table, privately, as they were when it was posted. */
export const chartButton: ButtonAction = {
  name: "kpi.chart",
  who: "member",
  writes: false,
  run: async (asking, arg) => {
    const { id, kpi, figures } = await digestOf(asking, arg);
    const line = lineOf(figures, kpi ?? "");
    if (!line) throw notFound("KPI", "no KPI named");
    return privately(kpiMessage(figures, line, id));
  },
};

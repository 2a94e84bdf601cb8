import { z } from "zod";
import { inserter } from "../../db/insert.ts";
import { analyses } from "../../db/schema/digests.ts";
import { planButton } from "../actions/index.ts";
import type { ButtonAction, FormAction } from "../chat/feature.ts";
import { privately } from "../chat/feature.ts";
import { longText } from "../chat/fields.ts";
import { payload, strong, text } from "../chat/message.ts";
import { dayWords } from "../local-days.ts";
import { keepText } from "../journal/index.ts";
import { membersServing } from "../people/index.ts";
import { type Parts, workOf } from "../work.ts";
import { digestOf } from "./commands.ts";
import { periodWords } from "./digest/compose.ts";
import { kpiLine } from "./digest/kpi-words.ts";
import { lineOf } from "./digest/pictures.ts";

const MOST_TEXT = 1_500;
const insertAnalysis = inserter("analysis_insert", analyses);

/** A digest's button holds "digest" or "digest/kpi". */
export const analyseButton: ButtonAction = {
  name: "kpi.analyse",
  who: "member",
  writes: false,
  run: async (asking, arg) => {
    await digestOf(asking, arg);
    return { kind: "form", form: "kpi.analyse", context: { about: arg } };
  },
};

const OPTIONAL = { required: false, maxLength: MOST_TEXT };

/**
 * What somebody makes of the figures (DOMAIN 4.3), kept with the figures that they saw. This answer, not
 * the digest, is evidence (`CC15:2.2` to `2.4`): the digest is the bot's.
 */
export const analyseForm = (parts: Parts): FormAction => ({
  name: "kpi.analyse",
  who: "member",
  draw: async (asking, context) => {
    const { figures, kpi } = await digestOf(asking, context["about"] ?? "");
    const line = kpi === undefined ? undefined : lineOf(figures, kpi);
    return {
      title: "My analysis",
      submitLabel: "Record",
      intro: `${figures.teamName}, ${periodWords(figures)}${line ? `: ${line.definition.name}` : ""}. The figures are kept with what you write. No names.`,
      fields: [
        longText("finding", "What do the figures say?", "With the numbers, and how sure you are.", {
          maxLength: MOST_TEXT,
        }),
        longText("ruled_out", "What else could explain it?", "And what speaks against that.", OPTIONAL),
        longText("recommendation", "What should be done, or asked?", "Nothing can be right, too.", OPTIONAL),
        longText("expected", "What would then change?", "By when, and how you would see it.", OPTIONAL),
        {
          id: "owner",
          type: "member",
          label: "Who does it",
          required: false,
          choices: (await membersServing(asking.db, figures.team)).map(({ id, name }) => ({
            value: id,
            label: name,
          })),
        },
      ],
    };
  },
  submit: async (asking, raw, context) => {
    const { id: digestId, kpi, figures } = await digestOf(asking, context["about"] ?? "");
    const given = z
      .object({
        finding: z.string(),
        ruled_out: z.string().optional(),
        recommendation: z.string().optional(),
        expected: z.string().optional(),
        owner: z.string().optional(),
      })
      .parse(raw);
    const { db, ids, now, journal } = workOf(parts, asking);
    const keep = async (words: string | undefined) =>
      words === undefined || words === "" ? null : (await keepText(db, ids, now, words)).id;
    const finding = await keepText(db, ids, now, given.finding);
    const analysis = {
      id: ids.next(),
      teamId: figures.team,
      memberId: asking.actor.id,
      digestId,
      kpi: kpi ?? null,
      at: now,
      findingPayload: finding.id,
      ruledOutPayload: await keep(given.ruled_out),
      recommendationPayload: await keep(given.recommendation),
      expectedPayload: await keep(given.expected),
      ownerId: given.owner ?? null,
    };
    await insertAnalysis(db, analysis);
    await journal.record(db, now, {
      team: figures.team,
      actor: asking.actor.id,
      role: "analyst",
      kind: "kpi.analysed",
      subject: analysis.id,
      facts: {
        digest: digestId,
        kpi: analysis.kpi,
        from: figures.from,
        until: figures.until,
        ruled_out: analysis.ruledOutPayload !== null,
        recommended: analysis.recommendationPayload !== null,
        expected: analysis.expectedPayload !== null,
        owner: analysis.ownerId,
      },
      payloadDigest: finding.digest,
    });
    const line = kpi === undefined ? undefined : lineOf(figures, kpi);
    return privately({
      title: [text(`Recorded: your analysis of ${figures.teamName}, ${dayWords(figures.until)}`)],
      body: [
        ...(line ? [{ b: "prose" as const, text: kpiLine(line, figures.from) }] : []),
        { b: "prose", text: [strong("You found: "), payload(finding.id)] },
      ],
      buttons: [planButton("kpi", `${figures.team}/${kpi ?? ""}`, line?.definition.name ?? "these figures")],
    });
  },
});

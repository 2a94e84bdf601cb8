import { z } from "zod";
import { type ButtonAction, type FormAction, privately } from "../../../chat/feature.ts";
import type { Choice, Field } from "../../../chat/form.ts";
import { say, text } from "../../../chat/message.ts";
import { invalid } from "../../../errors.ts";
import type { Parts } from "../../../work.ts";
import { IMPORT_KINDS, type ImportKind } from "../kind.ts";
import { MAPPINGS } from "../mappings/index.ts";
import { assertMayDecide, assertMayImportAny } from "../who.ts";
import { keepJob } from "./jobs.ts";

/** The largest file that a chat brings, bytes; the console takes no more either. */
export const MOST_CHAT_BYTES = 20 * 1024 * 1024;

const KINDS: Readonly<Record<ImportKind, string>> = {
  intervals: "Intervals of the telephone or planning system",
  survey: "Survey answers",
  quality: "Quality marks",
  figures: "Other figures by day and team",
};

const VENDORS: readonly Choice[] = [
  { value: "any", label: "As its headings tell" },
  ...MAPPINGS.map(({ name, label }) => ({ value: name, label })),
];

const FIELDS: readonly Field[] = [
  {
    type: "file",
    id: "file",
    label: "CSV file",
    hint: "As the system exported it, at most 20 MB. Larger ones go in by command line.",
    required: true,
    maxBytes: MOST_CHAT_BYTES,
  },
  {
    type: "choice",
    id: "kind",
    label: "What it holds",
    required: true,
    initial: "intervals",
    choices: IMPORT_KINDS.map((value) => ({ value, label: KINDS[value] })),
  },
  {
    type: "choice",
    id: "vendor",
    label: "System",
    required: true,
    initial: "any",
    choices: VENDORS,
    showWhen: { field: "kind", oneOf: ["intervals"] },
  },
  {
    type: "text",
    id: "zone",
    label: "Time zone of its times",
    hint: "Such as UTC or Europe/London. Empty: the organisation's.",
    required: false,
    maxLength: 40,
  },
  {
    type: "choice",
    id: "dates",
    label: "Dates like 05/10/2026",
    required: true,
    initial: "any",
    choices: [
      { value: "any", label: "As the file shows" },
      { value: "dmy", label: "Day first" },
      { value: "mdy", label: "Month first" },
    ],
  },
  {
    type: "text",
    id: "team",
    label: "Team",
    hint: "Whose figures they are, where the file does not say.",
    required: false,
    maxLength: 64,
    showWhen: { field: "kind", oneOf: ["survey", "quality", "figures"] },
  },
];

const values = z.object({
  file: z.string().min(1),
  kind: z.enum(IMPORT_KINDS),
  vendor: z.string().optional(),
  zone: z.string().optional(),
  dates: z.enum(["any", "dmy", "mdy"]).default("any"),
  team: z.string().optional(),
});

const said = (value: string | undefined): string | undefined =>
  value === undefined || value === "" || value === "any" ? undefined : value;

/** The form `kpi.import`: a file and what is to be known about it. Nobody waits for the reading of it. */
export const kpiImportForms = (parts: Pick<Parts, "ids">): readonly FormAction[] => [
  {
    name: "kpi.import",
    who: "member",
    draw: async ({ actor, settings }) => {
      assertMayImportAny(settings, actor);
      return {
        title: "Import figures",
        submitLabel: "Read it",
        intro: "You are shown what it holds. Nothing counts before you say so.",
        fields: FIELDS,
      };
    },
    submit: async ({ actor, db, now, platform, settings }, raw) => {
      assertMayImportAny(settings, actor);
      const { file, kind, vendor, zone, dates, team } = values.parse(raw);
      if (file.length > 400)
        throw invalid("This file cannot be fetched. Give it again.", "file id too long", {
          file: "Give it again.",
        });
      await keepJob(
        db,
        {
          id: parts.ids.next(),
          memberId: actor.id,
          wanted: {
            do: "fetch",
            platform,
            file,
            kind,
            vendor: said(vendor),
            zone: said(zone),
            dates: dates === "any" ? undefined : dates,
            team: said(team),
          },
        },
        now,
      );
      return privately(
        say(
          text(
            "The file is being read. You get a direct message with what it holds, or with what is wrong with it; nothing counts before you say so.",
          ),
        ),
      );
    },
  },
];

/** What the two buttons under a report are called. */
export const COUNT_BUTTON = "kpi.import_count";
/** The other one. */
export const DISCARD_BUTTON = "kpi.import_drop";

/** *Count it* and *Discard*, under the report. What takes long follows; the message changes then. */
export const kpiImportButtons: readonly ButtonAction[] = [
  {
    name: COUNT_BUTTON,
    who: "member",
    writes: true,
    run: async ({ actor, db, now, settings }, importId) => {
      await assertMayDecide(db, settings, actor, importId);
      await keepJob(
        db,
        { id: `count ${importId}`, memberId: actor.id, wanted: { do: "count", importId } },
        now,
      );
      return privately(say(text("It is being counted; the message above says when it is done.")));
    },
  },
  {
    name: DISCARD_BUTTON,
    who: "member",
    writes: true,
    run: async ({ actor, db, now, settings }, importId) => {
      await assertMayDecide(db, settings, actor, importId);
      await keepJob(
        db,
        { id: `drop ${importId}`, memberId: actor.id, wanted: { do: "discard", importId } },
        now,
      );
      return privately(say(text("It is being discarded.")));
    },
  },
];

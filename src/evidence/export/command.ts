import type { Command } from "../../chat/feature.ts";
import { privately } from "../../chat/feature.ts";
import { matching } from "../../chat/suggest.ts";
import { say, strong, text } from "../../chat/message.ts";
import { conflict, invalid } from "../../errors.ts";
import { putDirect } from "../../outbox/index.ts";
import { type Parts, workOf } from "../../work.ts";
import { itemsOf } from "../store.ts";
import { learner } from "../who.ts";
import { exportKey } from "./exports.ts";
import { keepExport, openExport } from "./jobs.ts";

/** `/portfolio export`: the learner's portfolio as one file, in a direct message. */
export const portfolioCommand = (parts: Parts): Command => ({
  name: "portfolio",
  description: "Your portfolio as one file, for your assessor or for yourself",
  usage: "export",
  who: "member",
  line: {
    name: "what",
    hint: "export",
    suggest: async (_, typed) => matching([{ value: "export", label: "export" }], typed),
  },
  writes: true,
  run: async (asking, line) => {
    const { db, actor, now, platform } = asking;
    await learner(db, actor);
    if (line.trim().toLowerCase() !== "export")
      throw invalid("/portfolio export makes your portfolio.", "unknown word after /portfolio");
    if (await openExport(db, actor.id))
      throw conflict("It is being made already. It comes in a direct message.", "export under way");
    const shared = (await itemsOf(db, actor.id)).filter(({ sharedAt }) => sharedAt !== null);
    if (shared.length === 0) {
      throw conflict(
        "You have not shared any evidence yet, so the portfolio would be empty. /evidence shows what you keep.",
        "nothing to export",
      );
    }
    const { ids, active } = workOf(parts, asking);
    const id = ids.next();
    await keepExport(db, { id, learnerId: actor.id, askedBy: actor.id, platform, askedAt: now });
    await putDirect(db, now, active, actor, {
      key: exportKey(id),
      message: {
        title: [text("Your portfolio")],
        status: { tone: "waiting", text: [text("Waiting for its turn.")] },
        body: [{ b: "prose", text: [text("It comes here when it is made. Nobody else is told.")] }],
      },
    });
    return privately(say(strong("Your portfolio is being made."), text(" It comes in a direct message.")));
  },
});

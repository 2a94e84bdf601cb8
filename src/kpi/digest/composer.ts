import type { Store } from "../../../db/store.ts";
import type { Clock } from "../../clock.ts";
import { readSettings } from "../../people/index.ts";
import type { Parts } from "../../work.ts";
import { freezeSettled } from "../rebase.ts";
import { composeDigest } from "./compose.ts";
import { digestMessage } from "./message.ts";
import type { Compose } from "./schedule/post.ts";
import type { DigestSection } from "./section.ts";

/** Works digests out from what is stored; limits that have settled are frozen in the transaction that posts them. */
export const composer =
  (
    parts: Parts & { readonly store: Store; readonly clock: Clock },
    sections: readonly DigestSection[],
  ): Compose =>
  async (team, date, kind, { note }) => {
    const { store, clock } = parts;
    const settings = await readSettings(store.read);
    const asked = { team, kind, date, now: clock.now(), note };
    const figures = await composeDigest(store.read, settings, sections, asked);
    return {
      figures,
      message: async (db, posted) => {
        await freezeSettled({ ...parts, db, now: clock.now() }, figures);
        return digestMessage(figures, posted);
      },
    };
  };

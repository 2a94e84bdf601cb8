import { z } from "zod";
import type { TokenCheck } from "../../src/chat/connecting.ts";
import type { Web } from "./web.ts";

const identitySchema = z.object({ team_id: z.string(), user_id: z.string() });

/** Who we are, as `auth.test` says. */
export interface Identity {
  readonly team: string;
  readonly user: string;
}

/** Asks Slack whose token ours is. */
export async function whoAmI(web: Web): Promise<TokenCheck<Identity>> {
  const result = await web.call("auth.test", {});
  if (!result.ok) return result;
  const who = identitySchema.safeParse(result.answer).data;
  return who
    ? { ok: true, identity: { team: who.team_id, user: who.user_id } }
    : { ok: false, problem: { outcome: "unknown", reason: "unreadable_answer" } };
}

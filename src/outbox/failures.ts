import type { FailureReason } from "../chat/adapter.ts";

/** What an operator has to do about a permanent failure, in one line. */
const ADVICE: Readonly<Record<FailureReason, string>> = {
  token_revoked:
    "its token is no longer valid: install the app again and set the new token. Nothing is lost; messages wait.",
  not_installed: "the bot is in no workspace or server: add it with what floorwalker manifest prints.",
  channel_not_found:
    "the channel does not exist or the bot cannot see it: correct the organisation file, or invite the bot.",
  channel_archived: "the channel is archived: unarchive it, or name another in the organisation file.",
  not_in_channel: "the bot is not in the channel: invite it with /invite.",
  dm_closed: "the person takes no direct messages from the bot: the channel is used instead.",
  user_not_found: "there is no such account: correct it in the organisation file.",
  missing_permission: "the bot lacks a permission: compare what it was given with floorwalker manifest.",
  message_gone: "the message was deleted: a new one is posted.",
  rejected: "the platform refused the message: see the log.",
};

/** One line for the operator: where, what, what to do. */
export const adviceFor = (subject: string, reason: FailureReason | "unreachable"): string =>
  `${subject}: ${reason === "unreachable" ? "it cannot be reached; trying again until it can." : ADVICE[reason]}`;

/** A failure of the whole connection: messages wait until it is mended, none is given up. */
export const isConnectionWide = (reason: FailureReason): boolean => reason === "token_revoked";

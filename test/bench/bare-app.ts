/**
 * What the program is measured against: Bolt itself over HTTP, which checks the signature,
 * finds the listener, and acknowledges. Its port is its parameter.
 */
import { App } from "@slack/bolt";
import { SIGNING_SECRET } from "./centre.ts";

const app = new App({ signingSecret: SIGNING_SECRET, authorize: () => Promise.resolve({}) });
app.view(/^/, ({ ack }) => ack());
await app.start(Number(process.argv[2]));
process.send?.({ ready: true });

CREATE TABLE "detector_orders" (
	"seq" bigserial PRIMARY KEY NOT NULL,
	"team_id" text NOT NULL,
	"what" jsonb NOT NULL,
	"done_at" bigint
);
--> statement-breakpoint
CREATE TABLE "detectors" (
	"team_id" text PRIMARY KEY NOT NULL,
	"clock" jsonb NOT NULL
);
--> statement-breakpoint
DROP INDEX "alerts_team";--> statement-breakpoint
ALTER TABLE "alerts" ADD COLUMN "burst" jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "alerts" ADD COLUMN "record" jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "alerts" ADD COLUMN "live" boolean NOT NULL;--> statement-breakpoint
ALTER TABLE "comments" ADD COLUMN "struck_at" bigint;--> statement-breakpoint
ALTER TABLE "detector_orders" ADD CONSTRAINT "detector_orders_team_id_teams_id_fk" FOREIGN KEY ("team_id") REFERENCES "public"."teams"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "detectors" ADD CONSTRAINT "detectors_team_id_teams_id_fk" FOREIGN KEY ("team_id") REFERENCES "public"."teams"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "detector_orders_open" ON "detector_orders" USING btree ("done_at","seq");--> statement-breakpoint
CREATE INDEX "alerts_team" ON "alerts" USING btree ("team_id","live","last_at");
CREATE TABLE "half_filled" (
	"id" text PRIMARY KEY NOT NULL,
	"platform" text NOT NULL,
	"user" text NOT NULL,
	"form" text NOT NULL,
	"context" jsonb NOT NULL,
	"held" jsonb NOT NULL,
	"asked" jsonb NOT NULL,
	"errors" jsonb NOT NULL,
	"at" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "leases" (
	"name" text PRIMARY KEY NOT NULL,
	"holder" text NOT NULL,
	"until" bigint NOT NULL
);
--> statement-breakpoint
CREATE INDEX "half_filled_at" ON "half_filled" USING btree ("at");
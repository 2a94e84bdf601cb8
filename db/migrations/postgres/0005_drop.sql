DROP TABLE "alert_comments" CASCADE;--> statement-breakpoint
ALTER TABLE "alerts" DROP COLUMN "window_ms";--> statement-breakpoint
ALTER TABLE "alerts" DROP COLUMN "usual_milli";--> statement-breakpoint
ALTER TABLE "alerts" DROP COLUMN "score_milli";--> statement-breakpoint
ALTER TABLE "alerts" DROP COLUMN "words";
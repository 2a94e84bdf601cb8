CREATE TABLE `actions` (
	`id` text PRIMARY KEY NOT NULL,
	`ref` text NOT NULL,
	`team_id` text NOT NULL,
	`subject_kind` text,
	`subject_id` text,
	`subject_ref` text,
	`follows_id` text,
	`state` text NOT NULL,
	`generation` integer NOT NULL,
	`planner_id` text NOT NULL,
	`owner_id` text NOT NULL,
	`problem_payload` text NOT NULL,
	`cause_payload` text,
	`change_payload` text NOT NULL,
	`measure_payload` text,
	`expected_payload` text,
	`start_on` text NOT NULL,
	`review_on` text NOT NULL,
	`planned_at` integer NOT NULL,
	`started_at` integer,
	`baseline` text,
	`reviewed_at` integer,
	`reviewer_id` text,
	`review_result` text,
	`review_decision` text,
	`outcome_payload` text,
	`side_effects_payload` text,
	`drop_reason_payload` text,
	`told_at` integer,
	`told_payload` text,
	`ended_at` integer,
	FOREIGN KEY (`team_id`) REFERENCES `teams`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`planner_id`) REFERENCES `members`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`owner_id`) REFERENCES `members`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`problem_payload`) REFERENCES `payloads`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`cause_payload`) REFERENCES `payloads`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`change_payload`) REFERENCES `payloads`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`measure_payload`) REFERENCES `payloads`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`expected_payload`) REFERENCES `payloads`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`reviewer_id`) REFERENCES `members`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`outcome_payload`) REFERENCES `payloads`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`side_effects_payload`) REFERENCES `payloads`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`drop_reason_payload`) REFERENCES `payloads`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`told_payload`) REFERENCES `payloads`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `actions_ref` ON `actions` (`ref`);--> statement-breakpoint
CREATE INDEX `actions_owner` ON `actions` (`owner_id`,`ended_at`,`review_on`);--> statement-breakpoint
CREATE INDEX `actions_team_open` ON `actions` (`team_id`,`ended_at`,`review_on`);--> statement-breakpoint
CREATE INDEX `actions_subject` ON `actions` (`subject_kind`,`subject_id`);--> statement-breakpoint
CREATE INDEX `actions_open` ON `actions` (`ended_at`,`review_on`);--> statement-breakpoint
CREATE TABLE `alerts` (
	`id` text PRIMARY KEY NOT NULL,
	`alert_key` text NOT NULL,
	`team_id` text NOT NULL,
	`theme_id` text NOT NULL,
	`state` text NOT NULL,
	`raised_at` integer NOT NULL,
	`last_at` integer NOT NULL,
	`customers` integer NOT NULL,
	`said_customers` integer NOT NULL,
	`learning` integer NOT NULL,
	`burst` text NOT NULL,
	`record` text NOT NULL,
	`live` integer NOT NULL,
	`generation` integer NOT NULL,
	`decider_id` text,
	`decided_at` integer,
	`wording_payload` text,
	FOREIGN KEY (`team_id`) REFERENCES `teams`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`theme_id`) REFERENCES `themes`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`decider_id`) REFERENCES `members`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`wording_payload`) REFERENCES `payloads`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `alerts_key` ON `alerts` (`alert_key`);--> statement-breakpoint
CREATE INDEX `alerts_team` ON `alerts` (`team_id`,`live`,`last_at`);--> statement-breakpoint
CREATE INDEX `alerts_theme` ON `alerts` (`theme_id`,`raised_at`);--> statement-breakpoint
CREATE TABLE `comment_imports` (
	`id` text PRIMARY KEY NOT NULL,
	`team_id` text NOT NULL,
	`digest` text NOT NULL,
	`size` integer NOT NULL,
	`started_at` integer NOT NULL,
	`done_at` integer,
	`heard_at` integer,
	FOREIGN KEY (`team_id`) REFERENCES `teams`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `comment_imports_digest` ON `comment_imports` (`team_id`,`digest`);--> statement-breakpoint
CREATE TABLE `comments` (
	`seq` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`id` text NOT NULL,
	`team_id` text NOT NULL,
	`agent_id` text,
	`customer_id` text,
	`text_payload` text NOT NULL,
	`about` text,
	`origin` text NOT NULL,
	`feeling` text,
	`reply_payload` text,
	`case_id` text,
	`severe` text,
	`notice_id` text,
	`source` text NOT NULL,
	`import_id` text,
	`at` integer NOT NULL,
	`said_at` integer NOT NULL,
	`heard` integer,
	`theme_id` text,
	`struck_at` integer,
	FOREIGN KEY (`team_id`) REFERENCES `teams`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`agent_id`) REFERENCES `members`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`customer_id`) REFERENCES `customers`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`text_payload`) REFERENCES `payloads`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`reply_payload`) REFERENCES `payloads`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`case_id`) REFERENCES `cases`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`notice_id`) REFERENCES `cases`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`import_id`) REFERENCES `comment_imports`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`theme_id`) REFERENCES `themes`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `comments_id` ON `comments` (`id`);--> statement-breakpoint
CREATE INDEX `comments_heard` ON `comments` (`team_id`,`heard`);--> statement-breakpoint
CREATE INDEX `comments_unheard` ON `comments` (`heard`,`import_id`,`seq`);--> statement-breakpoint
CREATE INDEX `comments_agent` ON `comments` (`agent_id`,`said_at`);--> statement-breakpoint
CREATE INDEX `comments_theme` ON `comments` (`theme_id`,`said_at`);--> statement-breakpoint
CREATE INDEX `comments_team` ON `comments` (`team_id`,`said_at`);--> statement-breakpoint
CREATE INDEX `comments_about` ON `comments` (`team_id`,`about`,`said_at`);--> statement-breakpoint
CREATE TABLE `detector_orders` (
	`seq` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`team_id` text NOT NULL,
	`what` text NOT NULL,
	`done_at` integer,
	FOREIGN KEY (`team_id`) REFERENCES `teams`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `detector_orders_open` ON `detector_orders` (`done_at`,`seq`);--> statement-breakpoint
CREATE TABLE `detectors` (
	`team_id` text PRIMARY KEY NOT NULL,
	`clock` text NOT NULL,
	FOREIGN KEY (`team_id`) REFERENCES `teams`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `themes` (
	`id` text PRIMARY KEY NOT NULL,
	`ref` text NOT NULL,
	`team_id` text NOT NULL,
	`theme_key` text NOT NULL,
	`record` text NOT NULL,
	`retired` integer NOT NULL,
	`name_payload` text,
	`state` text NOT NULL,
	`reason_payload` text,
	`owner_id` text,
	`decided_at` integer,
	`muted_until` integer,
	`merged_into` text,
	`created_at` integer NOT NULL,
	`last_at` integer NOT NULL,
	`generation` integer NOT NULL,
	FOREIGN KEY (`team_id`) REFERENCES `teams`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`name_payload`) REFERENCES `payloads`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`reason_payload`) REFERENCES `payloads`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`owner_id`) REFERENCES `members`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `themes_ref` ON `themes` (`ref`);--> statement-breakpoint
CREATE UNIQUE INDEX `themes_key` ON `themes` (`theme_key`);--> statement-breakpoint
CREATE INDEX `themes_recent` ON `themes` (`team_id`,`merged_into`,`last_at`);--> statement-breakpoint
CREATE INDEX `themes_in_use` ON `themes` (`team_id`,`retired`);--> statement-breakpoint
CREATE INDEX `themes_owner` ON `themes` (`owner_id`,`state`);--> statement-breakpoint
ALTER TABLE `cases` ADD `restricted` text;--> statement-breakpoint
ALTER TABLE `organisations` ADD `comments` text;
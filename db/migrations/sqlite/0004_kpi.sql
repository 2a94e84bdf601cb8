CREATE TABLE `analyses` (
	`id` text PRIMARY KEY NOT NULL,
	`team_id` text NOT NULL,
	`member_id` text NOT NULL,
	`digest_id` text NOT NULL,
	`kpi` text,
	`at` integer NOT NULL,
	`finding_payload` text NOT NULL,
	`ruled_out_payload` text,
	`recommendation_payload` text,
	`expected_payload` text,
	`owner_id` text,
	FOREIGN KEY (`team_id`) REFERENCES `teams`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`member_id`) REFERENCES `members`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`digest_id`) REFERENCES `digests`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`finding_payload`) REFERENCES `payloads`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`ruled_out_payload`) REFERENCES `payloads`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`recommendation_payload`) REFERENCES `payloads`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`expected_payload`) REFERENCES `payloads`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`owner_id`) REFERENCES `members`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `analyses_team` ON `analyses` (`team_id`,`at`);--> statement-breakpoint
CREATE INDEX `analyses_member` ON `analyses` (`member_id`,`at`);--> statement-breakpoint
CREATE TABLE `digest_schedules` (
	`team_id` text PRIMARY KEY NOT NULL,
	`at` text,
	`days` text,
	`zone` text,
	`weekly_on` integer,
	`muted_until` text,
	`seen` text,
	`since` integer NOT NULL,
	`changed_by` text,
	`generation` integer NOT NULL,
	FOREIGN KEY (`team_id`) REFERENCES `teams`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`changed_by`) REFERENCES `members`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `digests` (
	`id` text PRIMARY KEY NOT NULL,
	`team_id` text NOT NULL,
	`kind` text NOT NULL,
	`date` text NOT NULL,
	`due_at` integer NOT NULL,
	`state` text NOT NULL,
	`decided_at` integer NOT NULL,
	`figures` text,
	FOREIGN KEY (`team_id`) REFERENCES `teams`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `digests_once` ON `digests` (`team_id`,`kind`,`date`);--> statement-breakpoint
CREATE TABLE `kpi_days` (
	`import_id` text NOT NULL,
	`source` text NOT NULL,
	`team_id` text NOT NULL,
	`queue_id` text NOT NULL,
	`date` text NOT NULL,
	`reading` text NOT NULL,
	PRIMARY KEY(`import_id`, `source`, `team_id`, `queue_id`, `date`),
	FOREIGN KEY (`import_id`) REFERENCES `kpi_imports`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`team_id`) REFERENCES `teams`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `kpi_days_team` ON `kpi_days` (`team_id`,`date`,`queue_id`);--> statement-breakpoint
CREATE TABLE `kpi_import_jobs` (
	`id` text PRIMARY KEY NOT NULL,
	`member_id` text NOT NULL,
	`wanted` text NOT NULL,
	`asked_at` integer NOT NULL,
	`begun` integer NOT NULL,
	FOREIGN KEY (`member_id`) REFERENCES `members`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `kpi_import_jobs_turn` ON `kpi_import_jobs` (`asked_at`);--> statement-breakpoint
CREATE TABLE `kpi_imports` (
	`id` text PRIMARY KEY NOT NULL,
	`source` text NOT NULL,
	`digest` text NOT NULL,
	`file_name` text NOT NULL,
	`mapping` text NOT NULL,
	`mapping_version` integer NOT NULL,
	`time_zone` text NOT NULL,
	`member_id` text,
	`via` text NOT NULL,
	`rows` integer NOT NULL,
	`report` text,
	`started_at` integer NOT NULL,
	`staged_at` integer,
	`place` integer,
	`done_at` integer,
	FOREIGN KEY (`member_id`) REFERENCES `members`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `kpi_imports_place` ON `kpi_imports` (`place`);--> statement-breakpoint
CREATE INDEX `kpi_imports_digest` ON `kpi_imports` (`digest`);--> statement-breakpoint
CREATE INDEX `kpi_imports_open` ON `kpi_imports` (`done_at`,`started_at`);--> statement-breakpoint
CREATE TABLE `quality_marks` (
	`seq` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`import_id` text NOT NULL,
	`evaluation_id` text NOT NULL,
	`team_id` text NOT NULL,
	`contact_ref` text,
	`evaluator` text NOT NULL,
	`form_version` text NOT NULL,
	`item` text NOT NULL,
	`at` integer NOT NULL,
	`weight` integer NOT NULL,
	`mark` integer,
	`critical` text,
	`calibrated` integer NOT NULL,
	`sampling` text NOT NULL,
	FOREIGN KEY (`import_id`) REFERENCES `kpi_imports`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`team_id`) REFERENCES `teams`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `quality_marks_import` ON `quality_marks` (`import_id`);--> statement-breakpoint
CREATE INDEX `quality_marks_evaluation` ON `quality_marks` (`evaluation_id`);--> statement-breakpoint
CREATE TABLE `queues` (
	`id` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`team_id` text NOT NULL,
	`media` text NOT NULL,
	`aliases` text NOT NULL,
	`hours` text,
	`active` integer NOT NULL,
	FOREIGN KEY (`team_id`) REFERENCES `teams`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `queues_team` ON `queues` (`team_id`,`active`);--> statement-breakpoint
CREATE TABLE `readings` (
	`seq` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`import_id` text NOT NULL,
	`queue_id` text NOT NULL,
	`starts_at` integer NOT NULL,
	`minutes` integer NOT NULL,
	`offered` integer,
	`answered` integer,
	`answered_in_time` integer,
	`in_time_ms` integer,
	`abandoned` integer,
	`abandoned_short` integer,
	`short_ms` integer,
	`flow_out` integer,
	`blocked` integer,
	`wait_ms` integer,
	`abandoned_wait_ms` integer,
	`longest_wait_ms` integer,
	`talk_ms` integer,
	`hold_ms` integer,
	`held` integer,
	`after_ms` integer,
	`handled` integer,
	`transferred` integer,
	`staffed_ms` integer,
	`idle_ms` integer,
	`forecast_offered` integer,
	`forecast_handle_ms` integer,
	`approximate` text,
	FOREIGN KEY (`import_id`) REFERENCES `kpi_imports`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`queue_id`) REFERENCES `queues`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `readings_interval` ON `readings` (`queue_id`,`starts_at`);--> statement-breakpoint
CREATE INDEX `readings_import` ON `readings` (`import_id`);--> statement-breakpoint
CREATE TABLE `survey_answers` (
	`seq` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`import_id` text NOT NULL,
	`response_id` text NOT NULL,
	`team_id` text NOT NULL,
	`queue_id` text,
	`contact_ref` text,
	`sent_at` integer,
	`answered_at` integer,
	`question` text NOT NULL,
	`score` integer,
	`words_payload` text,
	FOREIGN KEY (`import_id`) REFERENCES `kpi_imports`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`team_id`) REFERENCES `teams`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`queue_id`) REFERENCES `queues`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`words_payload`) REFERENCES `payloads`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `survey_answers_import` ON `survey_answers` (`import_id`);--> statement-breakpoint
CREATE INDEX `survey_answers_response` ON `survey_answers` (`response_id`);--> statement-breakpoint
CREATE TABLE `kpi_agreements` (
	`target_id` text NOT NULL,
	`member_id` text NOT NULL,
	`answer` text,
	`reason_payload` text,
	`at` integer,
	PRIMARY KEY(`target_id`, `member_id`),
	FOREIGN KEY (`target_id`) REFERENCES `kpi_targets`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`member_id`) REFERENCES `members`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`reason_payload`) REFERENCES `payloads`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `kpi_baselines` (
	`id` text PRIMARY KEY NOT NULL,
	`kpi` text NOT NULL,
	`version` integer NOT NULL,
	`team_id` text NOT NULL,
	`limits` text NOT NULL,
	`from_date` text NOT NULL,
	`to_date` text NOT NULL,
	`set_by` text,
	`reason_payload` text,
	`set_at` integer NOT NULL,
	FOREIGN KEY (`team_id`) REFERENCES `teams`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`set_by`) REFERENCES `members`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`reason_payload`) REFERENCES `payloads`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `kpi_baselines_team` ON `kpi_baselines` (`team_id`,`kpi`,`set_at`);--> statement-breakpoint
CREATE TABLE `kpi_definitions` (
	`kpi` text NOT NULL,
	`version` integer NOT NULL,
	`name` text NOT NULL,
	`purpose` text NOT NULL,
	`formula` text NOT NULL,
	`unit` text NOT NULL,
	`direction` text NOT NULL,
	`owner_id` text NOT NULL,
	`defined_by` text NOT NULL,
	`defined_at` integer NOT NULL,
	PRIMARY KEY(`kpi`, `version`),
	FOREIGN KEY (`owner_id`) REFERENCES `members`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`defined_by`) REFERENCES `members`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `kpi_targets` (
	`id` text PRIMARY KEY NOT NULL,
	`kpi` text NOT NULL,
	`version` integer NOT NULL,
	`team_id` text NOT NULL,
	`low` integer,
	`high` integer,
	`from_date` text NOT NULL,
	`to_date` text,
	`basis_payload` text NOT NULL,
	`owner_id` text NOT NULL,
	`proposed_by` text NOT NULL,
	`proposed_at` integer NOT NULL,
	`state` text NOT NULL,
	`agreed_at` integer,
	`generation` integer NOT NULL,
	FOREIGN KEY (`team_id`) REFERENCES `teams`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`basis_payload`) REFERENCES `payloads`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`owner_id`) REFERENCES `members`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`proposed_by`) REFERENCES `members`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `kpi_targets_team` ON `kpi_targets` (`team_id`,`state`,`kpi`);--> statement-breakpoint
ALTER TABLE `organisations` ADD `kpi` text;
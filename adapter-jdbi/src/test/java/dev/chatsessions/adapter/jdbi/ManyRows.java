package dev.chatsessions.adapter.jdbi;

import java.sql.SQLException;
import java.util.List;

/** Fills a schema with 100,000 sessions and a thread of 100,000 messages, and 20,000 of everything else. */
final class ManyRows {

    private static final List<String> INSERTS = List.of(
            """
            insert into ${schema}.sessions (id, owner_key, kind, session_key, held_key, status, answerer,
                answerer_worker, created_at, last_activity_at, activity_slot, version, deleted_at, purge_due,
                epoch, sequence, logged_at)
            select ${id}, case when x > 50000 then 'many' else 'owner-' || mod(x, 5000) end,
                case when mod(x, 3) = 0 then 'SHARED' else 'CHAT' end, 'key-' || x, 'key-' || x,
                case when mod(x, 4) = 0 then 'IDLE' else 'ACTIVE' end,
                case when mod(x, 2) = 0 then 'ASSISTANT' else 'WORKER' end,
                case when mod(x, 2) = 0 then null else 'worker-' || mod(x, 100) end,
                ${time}, ${time}, ${slot}, 1, case when mod(x, 1000) = 0 then ${time} end,
                case when mod(x, 1000) = 0 then ${time} end,
                17, case when x = 1 then 100000 else 0 end, ${time}
            from ${range}""",
            """
            insert into ${schema}.threads (session_id, id, thread_key, held_key, created_at, last_position,
                message_count, calls, input_tokens, output_tokens, cached_tokens, reasoning_tokens, cleared_through,
                version)
            select ${id}, ${thread}, 'main', 'main', ${time}, 100000, 100000, 0, 0, 0, 0, 0, mod(x, 7), 1
            from ${range}""",
            """
            insert into ${schema}.messages (session_id, thread_id, position, id, role, source, status, text, created_at,
                version)
            select ${first}, ${firstThread}, x, ${id}, 'USER', 'CLIENT', 'COMPLETE', 'message ' || x, ${time}, 1
            from ${range}""",
            """
            insert into ${schema}.messages (session_id, thread_id, position, id, role, source, status, text, created_at,
                version)
            select ${id}, ${thread}, 1, ${id}, 'USER', 'CLIENT', 'COMPLETE', 'message', ${time}, 1
            from ${some} where x > 1""",
            """
            insert into ${schema}.session_events (session_id, sequence, logged_at, kind, thread_id, message_id)
            select ${first}, x, ${time}, 'message_added', ${firstThread}, ${id} from ${range}""",
            """
            insert into ${schema}.session_events (session_id, sequence, logged_at, kind, thread_id, reply_id,
                delta_offset, delta)
            select ${id}, 1000000, ${time}, 'reply_delta', ${thread}, ${id}, 0, 'text' from ${range}""",
            """
            insert into ${schema}.scope_heads (scope, epoch, sequence, logged_at)
            select 'user:u-' || x, 17, 1, ${time} from ${some}""",
            """
            insert into ${schema}.scope_events (scope, sequence, logged_at, kind)
            select 'user:u-' || mod(x, 100), x, ${time}, 'session_started' from ${some}""",
            """
            insert into ${schema}.replies (session_id, id, thread_id, question_id, answer_id, status, attempts,
                end_offset, stop_requested, finish_reason, asked_at, finished_at, lease_until, asked_sequence, trimmed,
                revision, open_session, open_thread, running_thread, waiting_for, trim_due)
            select ${id}, ${id}, ${thread}, ${id}, ${id},
                case when x > 99000 then 'QUEUED' when x > 98900 then 'RUNNING' else 'FINISHED' end, 0, 0, false,
                case when x <= 98900 then 'COMPLETE' end, ${time}, case when x <= 98900 then ${time} end,
                case when x > 98900 and x <= 99000 then ${time} end, 1, x <= 90000, 1,
                case when x > 98900 then ${id} end, case when x > 98900 then ${thread} end,
                case when x > 98900 and x <= 99000 then ${thread} end,
                case when x > 99000 then case when mod(x, 2) = 0 then 'ASSISTANT:'
                    else 'WORKER:worker-' || mod(x, 100) end end,
                case when x > 90000 and x <= 98900 then ${time} end
            from ${range}""",
            """
            insert into ${schema}.session_state (session_id, state_key, state_value, value_bytes, version, changed_at,
                expires_at)
            select ${id}, 'key', '1', 1, 1, ${time}, case when mod(x, 20) = 0 then ${time} end from ${some}""",
            """
            insert into ${schema}.session_labels (session_id, name, label)
            select ${id}, 'trip', 'trip-' || mod(x, 10000) from ${some}""",
            """
            insert into ${schema}.session_counters (session_id, name, counted)
            select ${id}, 'asked', x from ${some}""",
            """
            insert into ${schema}.session_attributes (session_id, attributes)
            select ${id}, '{"step":"asking"}' from ${some}""",
            """
            insert into ${schema}.requests (owner, id, attributes, created_at, changed_at, version)
            select case when x > 10000 then 'many' else 'owner-' || mod(x, 5000) end, ${id}, '{}', ${time}, ${time}, 1
            from ${some}""",
            """
            insert into ${schema}.usage_entries (id, user_id, session_id, thread_id, reply_id, attempt, input_tokens,
                output_tokens, cached_tokens, reasoning_tokens, model, estimated, spent_at)
            select ${id}, case when x > 10000 then 'many' else 'owner-' || mod(x, 5000) end, ${id}, ${thread}, ${id}, 1,
                1, 1, 0, 0, 'test', false, ${time} from ${some}""",
            """
            insert into ${schema}.usage_sums (session_id, spent_on, user_id, model, calls, input_tokens, output_tokens,
                cached_tokens, reasoning_tokens)
            select ${id}, date '2026-01-01' + mod(x, 1000), 'u-' || x, 'test', 1, 1, 1, 0, 0 from ${some}""",
            """
            insert into ${schema}.budgets (user_id, model, period, zone, tokens, reserve, since)
            select 'u-' || x, '', 'DAY', 'UTC', 1000000, 1, ${time} from ${some}""",
            """
            insert into ${schema}.budget_windows (user_id, model, period, starts_at, ends_at, used_tokens,
                reserved_tokens, warned)
            select 'u-' || x, '', 'DAY', ${time}, ${time}, 0, 0, false from ${some}""",
            """
            insert into ${schema}.budget_holds (session_id, reply_id, model, period, user_id, starts_at, tokens)
            select ${id}, ${id}, '', 'DAY', 'u-' || x, ${time}, 1 from ${some}""",
            """
            insert into ${schema}.request_keys (caller, operation, request_key, body_hash, results, served_at)
            select 'user:u-' || mod(x, 100), 'ask', 'key-' || x, 'hash', '[]', ${time} from ${some}""",
            """
            insert into ${schema}.tokens (id, hash, subject_kind, subject, permissions, created_at, expires_at)
            select ${id}, 'hash-' || x, 'user', 'u-' || x, 'READ', ${time}, ${time} from ${some}""",
            """
            insert into ${schema}.device_links (id, provider, uid, owner, linked_at, unlinked_at, held_uid, held_by)
            select ${id}, case when mod(x, 5) = 0 then 'other' else 'omi' end, 'uid-' || mod(x, 10000),
                case when x > 10000 then 'many' else 'owner-' || mod(x, 5000) end, ${time},
                case when x <= 10000 then ${time} end, case when x > 10000 then 'uid-' || mod(x, 10000) end,
                case when x > 10000 then 'many' end
            from ${some}""",
            """
            insert into ${schema}.pending_links (provider, uid, user_id, id, code_hash, tries, expires_at)
            select 'omi', 'uid-' || mod(x, 10000), 'owner-' || x, ${id}, 'hash', 0, ${time} from ${some}""",
            """
            insert into ${schema}.join_tokens (session_id, id, hash, admission, created_at, expires_at)
            select case when x > 19900 then ${first} else ${id} end, ${id}, 'hash-' || x, 'READ', ${time}, ${time}
            from ${some}""",
            """
            insert into ${schema}.presences (session_id, id, node_id, caller, client, entered_at, left_at)
            select case when x > 19500 then ${first} else ${id} end, ${id},
                cast(lpad(cast(mod(x, 40) as varchar), 32, '0') as uuid), 'user:u', 'client', ${time},
                case when mod(x, 20) = 0 then ${time} end
            from ${some}""",
            """
            insert into ${schema}.presence_nodes (id, lease_until) select ${id}, ${time} from ${some}""",
            """
            insert into ${schema}.attempts (name, taken, ends_at) select 'name-' || x, 1, ${time} from ${some}""",
            """
            insert into ${schema}.workers (id, machine, owner, name, answers_at_once, status, approved_at, seen_at,
                online_seen_at)
            select 'worker-' || x, 'machine', case when x > 10000 then 'many' else 'owner-' || mod(x, 5000) end,
                'name', 64, case when mod(x, 2) = 0 then 'ONLINE' else 'OFFLINE' end, ${time}, ${time},
                case when mod(x, 2) = 0 then ${time} end
            from ${some}""",
            """
            insert into ${schema}.worker_registrations (user_code, device_code, worker_id, machine, name,
                answers_at_once, expires_at, interval_seconds, asked_at, approved_by, closed)
            select 'user-' || x, 'device-' || x, 'worker-' || x, 'machine', 'name', 64, ${time}, 5, ${time},
                case when mod(x, 3) = 0 then 'owner-' || mod(x, 5000) end, false
            from ${some}""",
            """
            insert into ${schema}.assignments (session_id, worker_id, look_at)
            select ${id}, 'worker-' || mod(x, 100), case when mod(x, 2) = 0 then ${time} end from ${some}""",
            """
            insert into ${schema}.permission_requests (session_id, reply_id, request_id, fence, thread_id, asked_at, chosen,
                content)
            select cast(lpad(cast(x / 200 + 1 as varchar), 32, '0') as uuid),
                cast(lpad(cast(mod(x, 2) + 1 as varchar), 32, '0') as uuid), 'call-' || x, mod(x, 7) + 1,
                cast('1' || lpad(cast(x / 200 + 1 as varchar), 31, '0') as uuid), ${time},
                case when mod(x, 10) > 0 then 'allow' end, '{}'
            from ${some}""",
            """
            insert into ${schema}.conversations (session_id, thread_id, listed_for, open_in, origin, started_at, heard_at,
                turned_at, ended_at, due_at, revision, listening)
            select ${id}, ${thread}, case when x > 10000 then 'many' else 'owner-' || mod(x, 5000) end,
                case when x > 19000 then ${id} end, 'memory-' || x, ${time}, ${time}, ${time},
                case when x <= 19000 then ${time} end, case when x > 19900 then ${time} end, 1, '{}'
            from ${some}""",
            """
            insert into ${schema}.segments (session_id, segment_key, thread_id, message_id, starts_at, ends_at)
            select cast(lpad(cast(x / 100 + 1 as varchar), 32, '0') as uuid), 'id:' || x,
                cast('1' || lpad(cast(x / 100 + 1 as varchar), 31, '0') as uuid),
                case when mod(x, 7) > 0 then ${id} end, x, x + 1
            from ${some}""",
            """
            insert into ${schema}.orphans (session_id, provider, uid, session_name, held_name, heard_at)
            select ${id}, 'omi', 'uid-' || mod(x, 10000), 'walk-' || x, case when mod(x, 3) = 0 then 'walk-' || x end,
                ${time}
            from ${some}""",
            """
            insert into ${schema}.listen_preferences (user_id, mode, phrases, follow_up_millis, muted, zone, version)
            select 'owner-' || x, 'TRIGGER', '["hey"]', 8000, false, 'Z', 1 from ${some}""",
            """
            insert into ${schema}.deliveries (provider, uid, id, session_id, delivered_at, accepted, repeated, skipped,
                findings)
            select 'omi', 'uid-' || mod(x, 2000), ${id}, ${id}, ${time}, 1, 0, 0, 'NO_TRIGGER' from ${some}""",
            """
            insert into ${schema}.device_answers (reply_id, session_id, provider, uid, tries, due_at)
            select ${id}, ${id}, 'omi', 'uid-' || x, 0, ${time} from ${some}""",
            """
            insert into ${schema}.webhook_secrets (id, provider, owner, kind, place, kept, created_at, held_place)
            select ${id}, 'omi', case when x > 10000 then 'many' else 'owner-' || mod(x, 5000) end, 'PATH', x,
                'hash-' || x, ${time}, x
            from ${some}""",
            """
            insert into ${schema}.erasures (mark, user_id, begun_at, ended_at, removed, remaining)
            select 'mark-' || x, case when x > 19900 then 'gone-' || x end, ${time},
                case when x <= 19900 then ${time} end, '{}', '{}'
            from ${some}""",
            """
            insert into ${schema}.erased_devices (mark, erased_at) select 'mark-' || x, ${time} from ${some}""");

    private ManyRows() {}

    static void into(TestDatabase database, String schema) {
        try (var connection = database.pool().getConnection();
                var statement = connection.createStatement()) {
            for (var insert : INSERTS) {
                statement.execute(fill(insert, database, schema));
            }
            statement.execute(database.isPostgresql() ? "vacuum analyze" : "analyze");
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private static String fill(String sql, TestDatabase database, String schema) {
        return sql.replace("${schema}", '"' + schema + '"')
                .replace("${id}", "cast(lpad(cast(x as varchar), 32, '0') as uuid)")
                .replace("${thread}", "cast('1' || lpad(cast(x as varchar), 31, '0') as uuid)")
                .replace("${firstThread}", "cast('1' || lpad('1', 31, '0') as uuid)")
                .replace("${first}", "cast(lpad('1', 32, '0') as uuid)")
                .replace("${slot}", "${start} + (x - mod(x, 300)) * interval '1' second")
                .replace("${time}", "${start} + x * interval '1' second")
                .replace("${start}", "timestamp with time zone '2026-01-01 00:00:00+00'")
                .replace("${range}", numbers(database, 100_000))
                .replace("${some}", numbers(database, 20_000));
    }

    private static String numbers(TestDatabase database, int last) {
        return (database.isPostgresql() ? "generate_series(1, %d) as g(x)" : "system_range(1, %d)").formatted(last);
    }
}

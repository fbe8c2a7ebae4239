-- Each statement commits, so each may be met again after a start that was cut short: if not exists, and the version last.
--
-- No foreign keys: every row below a session is written under the lock of its session, and the key-share lock
-- that a foreign key takes on the parent would be paid once per message and event. JSON is text.

create table if not exists ${schema}.schema_version (
    version integer primary key
);

create table if not exists ${schema}.sessions (
    id uuid primary key,
    -- The owner's id; empty for an orphan, so that orphans are unique by key too.
    owner_key character varying not null,
    kind character varying not null,
    session_key character varying not null,
    -- The key for as long as the status holds it.
    held_key character varying,
    title character varying,
    status character varying not null,
    answerer character varying not null,
    answerer_worker character varying,
    created_at timestamp(6) with time zone not null,
    last_activity_at timestamp(6) with time zone not null,
    -- The five minutes in which it lies: PostgreSQL indexes nothing finer. Here an index has to give the whole order.
    activity_slot timestamp(6) with time zone not null,
    ended_at timestamp(6) with time zone,
    version bigint not null,
    deleted_at timestamp(6) with time zone,
    -- Set while rows below a deleted session are still to be removed.
    purge_due timestamp(6) with time zone,
    -- The head of the session's log: who holds the lock of this row may write below the session.
    epoch bigint not null,
    sequence bigint not null,
    logged_at timestamp(6) with time zone not null,
    constraint sessions_held_key unique (owner_key, kind, held_key)
);
create index if not exists sessions_by_owner on ${schema}.sessions (owner_key, activity_slot, last_activity_at, id);
create index if not exists sessions_by_activity on ${schema}.sessions (kind, status, activity_slot, last_activity_at, id);
create index if not exists sessions_to_purge on ${schema}.sessions (purge_due, id);

create table if not exists ${schema}.session_events (
    session_id uuid not null,
    sequence bigint not null,
    logged_at timestamp(6) with time zone not null,
    kind character varying not null,
    thread_id uuid,
    message_id uuid,
    reply_id uuid,
    delta_offset integer,
    delta character varying,
    data character varying,
    primary key (session_id, sequence)
);

-- The logs of users and workers, named user:… and worker:….
create table if not exists ${schema}.scope_heads (
    scope character varying primary key,
    epoch bigint not null,
    sequence bigint not null,
    logged_at timestamp(6) with time zone not null
);

create table if not exists ${schema}.scope_events (
    scope character varying not null,
    sequence bigint not null,
    logged_at timestamp(6) with time zone not null,
    kind character varying not null,
    thread_id uuid,
    message_id uuid,
    reply_id uuid,
    delta_offset integer,
    delta character varying,
    data character varying,
    primary key (scope, sequence)
);

create table if not exists ${schema}.threads (
    session_id uuid not null,
    id uuid not null,
    thread_key character varying not null,
    -- The key until the thread is deleted.
    held_key character varying,
    title character varying,
    created_at timestamp(6) with time zone not null,
    last_message_at timestamp(6) with time zone,
    last_position bigint not null,
    message_count bigint not null,
    calls bigint not null,
    input_tokens bigint not null,
    output_tokens bigint not null,
    cached_tokens bigint not null,
    reasoning_tokens bigint not null,
    cleared_through bigint not null,
    version bigint not null,
    deleted_at timestamp(6) with time zone,
    purge_due timestamp(6) with time zone,
    primary key (session_id, id),
    constraint threads_held_key unique (session_id, held_key)
);
create index if not exists threads_by_id on ${schema}.threads (id);
create index if not exists threads_by_clearing on ${schema}.threads (session_id, cleared_through);
create index if not exists threads_to_purge on ${schema}.threads (purge_due, id);

create table if not exists ${schema}.messages (
    session_id uuid not null,
    thread_id uuid not null,
    position bigint not null,
    id uuid not null,
    role character varying not null,
    source character varying not null,
    status character varying not null,
    speaker character varying,
    reply_id uuid,
    -- The text of a message that is one text part, which nearly all are; the others have their parts in parts.
    text character varying,
    parts character large object,
    created_at timestamp(6) with time zone not null,
    version bigint not null,
    primary key (session_id, thread_id, position),
    constraint messages_id unique (session_id, id)
);

create table if not exists ${schema}.replies (
    session_id uuid not null,
    id uuid not null,
    thread_id uuid not null,
    question_id uuid not null,
    answer_id uuid not null,
    status character varying not null,
    attempts integer not null,
    end_offset integer not null,
    stop_requested boolean not null,
    finish_reason character varying,
    failure character varying,
    input_tokens bigint,
    output_tokens bigint,
    cached_tokens bigint,
    reasoning_tokens bigint,
    model character varying,
    estimated boolean,
    asked_at timestamp(6) with time zone not null,
    finished_at timestamp(6) with time zone,
    fence bigint,
    lease_until timestamp(6) with time zone,
    claimed_by character varying,
    asked_sequence bigint not null,
    trimmed boolean not null,
    revision bigint not null,
    -- Each of these is set only while the reply belongs into its index, and none moves while an answer is streamed.
    open_session uuid,
    open_thread uuid,
    running_thread uuid,
    waiting_for character varying,
    trim_due timestamp(6) with time zone,
    primary key (session_id, id)
);
create index if not exists replies_by_id on ${schema}.replies (id);
create index if not exists replies_open_in_session on ${schema}.replies (open_session, id);
create index if not exists replies_open on ${schema}.replies (open_thread, id);
-- At most one reply of a thread runs.
create unique index if not exists replies_running on ${schema}.replies (running_thread);
create index if not exists replies_waiting on ${schema}.replies (waiting_for, asked_at, id);
create index if not exists replies_to_trim on ${schema}.replies (trim_due, id);

create table if not exists ${schema}.session_state (
    session_id uuid not null,
    state_key character varying not null,
    state_value character varying not null,
    version bigint not null,
    changed_at timestamp(6) with time zone not null,
    primary key (session_id, state_key)
);

create table if not exists ${schema}.usage_entries (
    id uuid primary key,
    user_id character varying not null,
    session_id uuid not null,
    thread_id uuid not null,
    reply_id uuid,
    attempt integer not null,
    input_tokens bigint not null,
    output_tokens bigint not null,
    cached_tokens bigint not null,
    reasoning_tokens bigint not null,
    model character varying not null,
    estimated boolean not null,
    spent_at timestamp(6) with time zone not null,
    constraint usage_entries_attempt unique (reply_id, attempt)
);
create index if not exists usage_entries_by_user on ${schema}.usage_entries (user_id, spent_at, id);

-- A row is written under the lock of its session only, so that nobody waits for it besides.
create table if not exists ${schema}.usage_sums (
    session_id uuid not null,
    spent_on date not null,
    user_id character varying not null,
    calls bigint not null,
    input_tokens bigint not null,
    output_tokens bigint not null,
    cached_tokens bigint not null,
    reasoning_tokens bigint not null,
    primary key (session_id, spent_on, user_id)
);
create index if not exists usage_sums_by_user on ${schema}.usage_sums (user_id, spent_on);

create table if not exists ${schema}.request_keys (
    caller character varying not null,
    operation character varying not null,
    request_key character varying not null,
    body_hash character varying not null,
    results character varying not null,
    served_at timestamp(6) with time zone not null,
    primary key (caller, operation, request_key)
);
create index if not exists request_keys_by_time on ${schema}.request_keys (served_at);

create table if not exists ${schema}.tokens (
    id uuid primary key,
    hash character varying not null unique,
    subject_kind character varying not null,
    subject character varying not null,
    permissions character varying not null,
    created_at timestamp(6) with time zone not null,
    expires_at timestamp(6) with time zone not null,
    revoked_at timestamp(6) with time zone
);
create index if not exists tokens_by_expiry on ${schema}.tokens (expires_at);

insert into ${schema}.schema_version (version) values (1);

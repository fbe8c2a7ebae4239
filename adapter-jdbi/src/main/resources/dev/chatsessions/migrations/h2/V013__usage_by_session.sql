-- The primary key stays as it is: there is nothing to divide in a file.
alter table ${schema}.usage_entries drop constraint if exists usage_entries_attempt;
alter table ${schema}.usage_entries
    add constraint if not exists usage_entries_attempt_by_session unique (session_id, reply_id, attempt);

insert into ${schema}.schema_version (version) values (13);

insert into ${schema}.attempts (name, taken, ends_at) values
    ('link-code device:omi:necklace', 0, '2026-11-21 13:34:56.123456+00'),
    ('link-code user:ann', 0, '2026-11-21 13:34:56.123456+00'),
    ('link-confirm user:ann', 1, '2026-11-21 12:35:56.123456+00'),
    ('link-start address:10.0.0.1', 1, '2026-11-21 12:35:56.123456+00'),
    ('link-start user:ann', 2, '2026-11-21 12:35:56.123456+00'),
    ('worker-code user:ann', 0, '2026-11-21 13:34:56.123456+00');

insert into ${schema}.device_links (id, provider, uid, owner, linked_at, unlinked_at, held_uid, held_by) values
    ('01a200da-a5da-7352-8ffe-2296b6d3ce3b', 'omi', 'necklace', 'ann', '2026-11-21 12:34:56.123456+00', null, 'necklace', 'ann');

insert into ${schema}.join_tokens (session_id, id, hash, admission, created_at, expires_at, redeemed_at, revoked_at) values
    ('01a200da-b0e1-717d-8723-10ea8d97b650', '01a200da-b107-7388-991f-002e7704c2a8', '7c96e09cfe0d5878177c312e79be6557b31397076bebccb7f78921450577f800', 'READ', '2026-11-21 12:34:56.123456+00', '2026-11-22 12:34:56.123456+00', null, null);

insert into ${schema}.messages (session_id, thread_id, position, id, role, source, status, speaker, reply_id, text, parts, created_at, version) values
    ('01a200da-9930-7233-b713-53b41ac65d29', '01a200da-9987-72aa-9297-8686f4a9d92e', 1, '01a200da-9a3b-7037-8ea6-3e48185fc13d', 'USER', 'CLIENT', 'COMPLETE', null, null, 'And?', null, '2026-11-21 12:34:56.123456+00', 1),
    ('01a200da-9930-7233-b713-53b41ac65d29', '01a200da-9987-72aa-9297-8686f4a9d92e', 2, '01a200da-9a3b-7038-829e-05b97311922f', 'ASSISTANT', 'REPLY', 'OPEN', null, '01a200da-9a3b-7039-9e56-e1e5c053a666', null, null, '2026-11-21 12:34:56.123456+00', 1),
    ('01a200da-ae17-7058-866f-2757298ee1ef', '01a200da-ae4a-718f-bf03-7547426d382c', 153, '01a200da-ae5a-708c-8187-f14e74de696c', 'USER', 'TRANSCRIPT', 'COMPLETE', null, null, 'Hello there', null, '2026-11-21 12:34:56.123456+00', 1),
    ('01a200da-af34-71b8-a4c7-ea545f9c379e', '01a200da-af54-7116-b4ad-7db72c97054a', 153, '01a200da-af65-73f8-9383-b6e3be34d2bc', 'USER', 'TRANSCRIPT', 'COMPLETE', null, null, 'Hello there', null, '2026-11-21 12:34:56.123456+00', 1),
    ('01a200da-b1c9-70a1-81fb-2dac981702ff', '01a200da-b1ff-7373-8524-620d29a8147b', 1, '01a200da-b206-702e-9087-b5d79587bc31', 'USER', 'CLIENT', 'COMPLETE', null, null, 'Where to? 🌍', null, '2026-11-21 12:34:56.123456+00', 1),
    ('01a200da-b1c9-70a1-81fb-2dac981702ff', '01a200da-b1ff-7373-8524-620d29a8147b', 2, '01a200da-b26f-71f2-a17b-9d3fba856b0c', 'ASSISTANT', 'HOST', 'COMPLETE', null, null, 'It''s "Lisbon".', null, '2026-11-21 12:34:56.123456+00', 1);

insert into ${schema}.pending_links (provider, uid, user_id, id, code_hash, tries, expires_at) values
    ('omi', 'second', 'ann', '01a200da-adfc-716d-a476-37c8a23debc2', 'pbkdf2-sha256$600000$FWhamCwdPxUGnXV9EiK9SQ$3F7Fa/7UsMKuFEv01xALZ99jnRM8q7nBzn+MrbMz//c', 0, '2026-11-21 12:44:56.123456+00');

insert into ${schema}.replies (session_id, id, thread_id, question_id, answer_id, status, attempts, end_offset, stop_requested, finish_reason, failure, input_tokens, output_tokens, cached_tokens, reasoning_tokens, model, estimated, asked_at, finished_at, fence, lease_until, claimed_by, asked_sequence, trimmed, revision, open_session, open_thread, running_thread, waiting_for, trim_due) values
    ('01a200da-9930-7233-b713-53b41ac65d29', '01a200da-9a3b-7039-9e56-e1e5c053a666', '01a200da-9987-72aa-9297-8686f4a9d92e', '01a200da-9a3b-7037-8ea6-3e48185fc13d', '01a200da-9a3b-7038-829e-05b97311922f', 'RUNNING', 1, 5, false, null, null, null, null, null, null, null, null, '2026-11-21 12:34:56.123456+00', null, 1, '2026-11-21 12:35:11.123456+00', 'worker:robot', 6, false, 3, '01a200da-9930-7233-b713-53b41ac65d29', '01a200da-9987-72aa-9297-8686f4a9d92e', '01a200da-9987-72aa-9297-8686f4a9d92e', null, null);

insert into ${schema}.request_keys (caller, operation, request_key, body_hash, results, served_at) values
    ('user:ann', 'announce 01a200da-9930-7233-b713-53b41ac65d29', 'the-same', 'ce61fd710c016b9471a93562b1ef9846500be4be717a6103613b586e6e479172', '[]', '2026-11-21 12:34:56.123456+00'),
    ('user:ann', 'ask 01a200da-9987-72aa-9297-8686f4a9d92e', 'the-same', '07af12480b0199d96182879143861b29acfa0dc6afb085a637ab8a1f1231bb3d', '["01a200da-9a3b-7039-9e56-e1e5c053a666"]', '2026-11-21 12:34:56.123456+00'),
    ('user:ann', 'change-state 01a200da-9930-7233-b713-53b41ac65d29', 'the-same', '1459951493b249e1967b46f2e20b55d4ba03305575b5754f1e7f512c9cb374ac', '["note"]', '2026-11-21 12:34:56.123456+00'),
    ('user:ann', 'create-request', 'the-same', '3ba7e40bd286471e6d342d5c99842e670f5a0095a1f2e3423a6665c8fc274366', '["01a200da-afc2-7360-acea-09618404b9ca"]', '2026-11-21 12:34:56.123456+00'),
    ('user:ann', 'open-session', 'the-same', '12f4bbcb582d3e271225d8462a2557347c8a29fb341d12a87c1700154069821a', '["WORKFLOW","paris"]', '2026-11-21 12:34:56.123456+00'),
    ('user:ann', 'start-session', 'the-same', '1128e33dd71086d8f0e602b3c6b84805807ec0baa32f5b31a95c9edb1c4b404d', '["01a200da-9930-7233-b713-53b41ac65d29"]', '2026-11-21 12:34:56.123456+00'),
    ('user:ann', 'start-thread 01a200da-9930-7233-b713-53b41ac65d29', 'the-same', '08705b960b0858a48950a33a6bd40c77df8e3197ba01bb57d22bf7c7817d7738', '["01a200da-9987-72aa-9297-8686f4a9d92e"]', '2026-11-21 12:34:56.123456+00');

insert into ${schema}.scope_events (scope, sequence, logged_at, kind, thread_id, message_id, reply_id, delta_offset, delta, data) values
    ('user:ann', 1, '2026-11-21 12:34:56.123456+00', 'worker_approved', null, null, null, null, null, '{"worker":"robot","name":"A robot"}'),
    ('user:ann', 2, '2026-11-21 12:34:56.123456+00', 'session_started', null, null, null, null, null, '{"session":"01a200da-9930-7233-b713-53b41ac65d29","session_kind":"WORKER"}'),
    ('user:ann', 3, '2026-11-21 12:34:56.123456+00', 'device_linked', null, null, null, null, null, '{"link":"01a200da-a5da-7352-8ffe-2296b6d3ce3b","provider":"omi","uid":"necklace"}'),
    ('user:ann', 4, '2026-11-21 12:34:56.123456+00', 'session_started', null, null, null, null, null, '{"session":"01a200da-ae17-7058-866f-2757298ee1ef","session_kind":"DEVICE"}'),
    ('user:ann', 5, '2026-11-21 12:34:56.123456+00', 'current_changed', null, null, null, null, null, '{"session":"01a200da-ae17-7058-866f-2757298ee1ef","conversation":"01a200da-ae4a-718f-bf03-7547426d382c"}'),
    ('user:ann', 6, '2026-11-21 12:34:56.123456+00', 'session_started', null, null, null, null, null, '{"session":"01a200da-affd-7057-aac5-3ec3d412b6b0","session_kind":"WORKFLOW"}'),
    ('user:ann', 7, '2026-11-21 12:34:56.123456+00', 'session_started', null, null, null, null, null, '{"session":"01a200da-b0e1-717d-8723-10ea8d97b650","session_kind":"SHARED"}'),
    ('user:ann', 8, '2026-11-21 12:34:56.123456+00', 'session_started', null, null, null, null, null, '{"session":"01a200da-b1c9-70a1-81fb-2dac981702ff","session_kind":"CHAT"}'),
    ('worker:robot', 1, '2026-11-21 12:34:56.123456+00', 'session_start', null, null, null, null, null, '{"session":"01a200da-9930-7233-b713-53b41ac65d29"}'),
    ('worker:robot', 2, '2026-11-21 12:34:56.123456+00', 'message', null, null, null, null, null, '{"session":"01a200da-9930-7233-b713-53b41ac65d29","thread":"01a200da-9987-72aa-9297-8686f4a9d92e","reply":"01a200da-9a3b-7039-9e56-e1e5c053a666"}');

insert into ${schema}.scope_heads (scope, epoch, sequence, logged_at) values
    ('user:ann', 95081366925549, 8, '2026-11-21 12:34:56.123456+00'),
    ('worker:robot', 130014134886467, 2, '2026-11-21 12:34:56.123456+00');

insert into ${schema}.session_events (session_id, sequence, logged_at, kind, thread_id, message_id, reply_id, delta_offset, delta, data) values
    ('01a200da-9930-7233-b713-53b41ac65d29', 1, '2026-11-21 12:34:56.123456+00', 'session_started', null, null, null, null, null, '{"session":"01a200da-9930-7233-b713-53b41ac65d29","session_kind":"WORKER"}'),
    ('01a200da-9930-7233-b713-53b41ac65d29', 2, '2026-11-21 12:34:56.123456+00', 'thread_opened', '01a200da-9987-72aa-9297-8686f4a9d92e', null, null, null, null, '{"key":"plans"}'),
    ('01a200da-9930-7233-b713-53b41ac65d29', 3, '2026-11-21 12:34:56.123456+00', 'state_changed', null, null, null, null, null, '{"key":"note","value":"hey"}'),
    ('01a200da-9930-7233-b713-53b41ac65d29', 4, '2026-11-21 12:34:56.123456+00', 'notice', null, null, null, null, null, '{"type":"wave","body":"hey"}'),
    ('01a200da-9930-7233-b713-53b41ac65d29', 5, '2026-11-21 12:34:56.123456+00', 'message_added', '01a200da-9987-72aa-9297-8686f4a9d92e', '01a200da-9a3b-7037-8ea6-3e48185fc13d', null, null, null, null),
    ('01a200da-9930-7233-b713-53b41ac65d29', 6, '2026-11-21 12:34:56.123456+00', 'reply_queued', '01a200da-9987-72aa-9297-8686f4a9d92e', null, '01a200da-9a3b-7039-9e56-e1e5c053a666', null, null, '{"question":"01a200da-9a3b-7037-8ea6-3e48185fc13d"}'),
    ('01a200da-9930-7233-b713-53b41ac65d29', 7, '2026-11-21 12:34:56.123456+00', 'reply_started', '01a200da-9987-72aa-9297-8686f4a9d92e', null, '01a200da-9a3b-7039-9e56-e1e5c053a666', null, null, '{"attempt":1}'),
    ('01a200da-9930-7233-b713-53b41ac65d29', 8, '2026-11-21 12:34:56.123456+00', 'reply_delta', '01a200da-9987-72aa-9297-8686f4a9d92e', null, '01a200da-9a3b-7039-9e56-e1e5c053a666', 0, 'It is', null),
    ('01a200da-ae17-7058-866f-2757298ee1ef', 1, '2026-11-21 12:34:56.123456+00', 'session_started', null, null, null, null, null, '{"session":"01a200da-ae17-7058-866f-2757298ee1ef","session_kind":"DEVICE"}'),
    ('01a200da-ae17-7058-866f-2757298ee1ef', 2, '2026-11-21 12:34:56.123456+00', 'thread_opened', '01a200da-ae4a-718f-bf03-7547426d382c', null, null, null, null, '{"key":"01a200da-ae4a-718f-bf03-7547426d382c"}'),
    ('01a200da-ae17-7058-866f-2757298ee1ef', 3, '2026-11-21 12:34:56.123456+00', 'message_added', '01a200da-ae4a-718f-bf03-7547426d382c', '01a200da-ae5a-708c-8187-f14e74de696c', null, null, null, null),
    ('01a200da-af34-71b8-a4c7-ea545f9c379e', 1, '2026-11-21 12:34:56.123456+00', 'session_started', null, null, null, null, null, '{"session":"01a200da-af34-71b8-a4c7-ea545f9c379e","session_kind":"DEVICE"}'),
    ('01a200da-af34-71b8-a4c7-ea545f9c379e', 2, '2026-11-21 12:34:56.123456+00', 'thread_opened', '01a200da-af54-7116-b4ad-7db72c97054a', null, null, null, null, '{"key":"01a200da-af54-7116-b4ad-7db72c97054a"}'),
    ('01a200da-af34-71b8-a4c7-ea545f9c379e', 3, '2026-11-21 12:34:56.123456+00', 'message_added', '01a200da-af54-7116-b4ad-7db72c97054a', '01a200da-af65-73f8-9383-b6e3be34d2bc', null, null, null, null),
    ('01a200da-affd-7057-aac5-3ec3d412b6b0', 1, '2026-11-21 12:34:56.123456+00', 'session_started', null, null, null, null, null, '{"session":"01a200da-affd-7057-aac5-3ec3d412b6b0","session_kind":"WORKFLOW"}'),
    ('01a200da-affd-7057-aac5-3ec3d412b6b0', 2, '2026-11-21 12:34:56.123456+00', 'session_changed', null, null, null, null, null, '{"status":"ACTIVE","version":2}'),
    ('01a200da-affd-7057-aac5-3ec3d412b6b0', 3, '2026-11-21 12:34:56.123456+00', 'details_changed', null, null, null, null, null, '{"labels":{"request_id":"01a200da-afc2-7360-acea-09618404b9ca"},"counters":{"quotes_received_count":3},"attributes":{"current_step":"requesting_quotes"}}'),
    ('01a200da-b0e1-717d-8723-10ea8d97b650', 1, '2026-11-21 12:34:56.123456+00', 'session_started', null, null, null, null, null, '{"session":"01a200da-b0e1-717d-8723-10ea8d97b650","session_kind":"SHARED"}'),
    ('01a200da-b0e1-717d-8723-10ea8d97b650', 2, '2026-11-21 12:34:56.123456+00', 'presence', null, null, null, null, null, '{"caller":"user:ann","client":"phone","present":true}'),
    ('01a200da-b1c9-70a1-81fb-2dac981702ff', 1, '2026-11-21 12:34:56.123456+00', 'session_started', null, null, null, null, null, '{"session":"01a200da-b1c9-70a1-81fb-2dac981702ff","session_kind":"CHAT"}'),
    ('01a200da-b1c9-70a1-81fb-2dac981702ff', 2, '2026-11-21 12:34:56.123456+00', 'thread_opened', '01a200da-b1ff-7373-8524-620d29a8147b', null, null, null, null, '{"key":"main"}'),
    ('01a200da-b1c9-70a1-81fb-2dac981702ff', 3, '2026-11-21 12:34:56.123456+00', 'message_added', '01a200da-b1ff-7373-8524-620d29a8147b', '01a200da-b206-702e-9087-b5d79587bc31', null, null, null, null),
    ('01a200da-b1c9-70a1-81fb-2dac981702ff', 4, '2026-11-21 12:34:56.123456+00', 'message_added', '01a200da-b1ff-7373-8524-620d29a8147b', '01a200da-b26f-71f2-a17b-9d3fba856b0c', null, null, null, null);

insert into ${schema}.session_state (session_id, state_key, state_value, version, changed_at) values
    ('01a200da-9930-7233-b713-53b41ac65d29', 'note', '"hey"', 3, '2026-11-21 12:34:56.123456+00');

insert into ${schema}.sessions (id, owner_key, kind, session_key, held_key, title, status, answerer, answerer_worker, created_at, last_activity_at, activity_slot, ended_at, version, deleted_at, purge_due, epoch, sequence, logged_at) values
    ('01a200da-9930-7233-b713-53b41ac65d29', 'ann', 'WORKER', 'trip', 'trip', 'A trip', 'ACTIVE', 'WORKER', 'robot', '2026-11-21 12:34:56.123456+00', '2026-11-21 12:34:56.123456+00', '2026-11-21 12:30:00+00', null, 1, null, null, 53465892233855, 8, '2026-11-21 12:34:56.123456+00'),
    ('01a200da-ae17-7058-866f-2757298ee1ef', 'ann', 'DEVICE', 'omi:necklace:walk', 'omi:necklace:walk', null, 'ACTIVE', 'ASSISTANT', null, '2026-11-21 12:34:56.123456+00', '2026-11-21 12:34:56.123456+00', '2026-11-21 12:30:00+00', null, 1, null, null, 80077759211288, 3, '2026-11-21 12:34:56.123456+00'),
    ('01a200da-af34-71b8-a4c7-ea545f9c379e', '', 'DEVICE', '01a200da-af34-71b8-a4c7-ea545f9c379e', '01a200da-af34-71b8-a4c7-ea545f9c379e', null, 'ACTIVE', 'ASSISTANT', null, '2026-11-21 12:34:56.123456+00', '2026-11-21 12:34:56.123456+00', '2026-11-21 12:30:00+00', null, 1, null, null, 35463824990549, 3, '2026-11-21 12:34:56.123456+00'),
    ('01a200da-affd-7057-aac5-3ec3d412b6b0', 'ann', 'WORKFLOW', 'paris', 'paris', null, 'ACTIVE', 'NONE', null, '2026-11-21 12:34:56.123456+00', '2026-11-21 12:34:56.123456+00', '2026-11-21 12:30:00+00', null, 2, null, null, 117945633634564, 3, '2026-11-21 12:34:56.123456+00'),
    ('01a200da-b0e1-717d-8723-10ea8d97b650', 'ann', 'SHARED', '01a200da-b0e1-717d-8723-10ea8d97b650', '01a200da-b0e1-717d-8723-10ea8d97b650', null, 'ACTIVE', 'NONE', null, '2026-11-21 12:34:56.123456+00', '2026-11-21 12:34:56.123456+00', '2026-11-21 12:30:00+00', null, 1, null, null, 23354575808498, 2, '2026-11-21 12:34:56.123456+00'),
    ('01a200da-b1c9-70a1-81fb-2dac981702ff', 'ann', 'CHAT', 'user-ann', 'user-ann', null, 'ACTIVE', 'ASSISTANT', null, '2026-11-21 12:34:56.123456+00', '2026-11-21 12:34:56.123456+00', '2026-11-21 12:30:00+00', null, 1, null, null, 16754813540033, 4, '2026-11-21 12:34:56.123456+00');

insert into ${schema}.threads (session_id, id, thread_key, held_key, title, created_at, last_message_at, last_position, message_count, calls, input_tokens, output_tokens, cached_tokens, reasoning_tokens, cleared_through, version, deleted_at, purge_due) values
    ('01a200da-9930-7233-b713-53b41ac65d29', '01a200da-9987-72aa-9297-8686f4a9d92e', 'plans', 'plans', null, '2026-11-21 12:34:56.123456+00', '2026-11-21 12:34:56.123456+00', 2, 1, 0, 0, 0, 0, 0, 0, 1, null, null),
    ('01a200da-ae17-7058-866f-2757298ee1ef', '01a200da-ae4a-718f-bf03-7547426d382c', '01a200da-ae4a-718f-bf03-7547426d382c', '01a200da-ae4a-718f-bf03-7547426d382c', null, '2026-11-21 12:34:56.123456+00', '2026-11-21 12:34:56.123456+00', 153, 1, 0, 0, 0, 0, 0, 0, 1, null, null),
    ('01a200da-af34-71b8-a4c7-ea545f9c379e', '01a200da-af54-7116-b4ad-7db72c97054a', '01a200da-af54-7116-b4ad-7db72c97054a', '01a200da-af54-7116-b4ad-7db72c97054a', null, '2026-11-21 12:34:56.123456+00', '2026-11-21 12:34:56.123456+00', 153, 1, 0, 0, 0, 0, 0, 0, 1, null, null),
    ('01a200da-b1c9-70a1-81fb-2dac981702ff', '01a200da-b1ff-7373-8524-620d29a8147b', 'main', 'main', null, '2026-11-21 12:34:56.123456+00', '2026-11-21 12:34:56.123456+00', 2, 2, 1, 7, 3, 0, 0, 0, 1, null, null);

insert into ${schema}.tokens (id, hash, subject_kind, subject, permissions, created_at, expires_at, revoked_at) values
    ('01a200da-9b33-7007-b47a-560b3546cc07', '2dc93c9f804b84fec8a0c15cdf800c153ff159779fad411de2073ba218d53b8f', 'user', 'ann', 'READ,WRITE', '2026-11-21 12:34:56.123456+00', '2026-11-22 12:34:56.123456+00', null);

insert into ${schema}.usage_entries (id, user_id, session_id, thread_id, reply_id, attempt, input_tokens, output_tokens, cached_tokens, reasoning_tokens, model, estimated, spent_at) values
    ('01a200da-b26f-71f3-96bc-b0dc6ccdbc9f', 'ann', '01a200da-b1c9-70a1-81fb-2dac981702ff', '01a200da-b1ff-7373-8524-620d29a8147b', null, 0, 7, 3, 0, 0, 'test', false, '2026-11-21 12:34:56.123456+00');

insert into ${schema}.usage_sums (session_id, spent_on, user_id, calls, input_tokens, output_tokens, cached_tokens, reasoning_tokens) values
    ('01a200da-b1c9-70a1-81fb-2dac981702ff', '2026-11-21', 'ann', 1, 7, 3, 0, 0);

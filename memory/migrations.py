"""The schema, one numbered step at a time. A step that has been released is never edited."""

APPLICATION_ID = 0x456E6772  # "Engr": tells our database from any other SQLite file

_SLOTS = """
CREATE TABLE slots (
    id INTEGER PRIMARY KEY AUTOINCREMENT,  -- never reused: an old button finds no new memory
    guild_id INTEGER,                      -- NULL: a direct conversation
    channel_id INTEGER NOT NULL,
    text TEXT NOT NULL,
    personal INTEGER NOT NULL CHECK (personal IN (0, 1)),
    fingerprint TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('taught', 'heard', 'imported')),
    status TEXT NOT NULL CHECK (status IN ('active', 'superseded', 'forgotten')),
    written_at REAL NOT NULL
) STRICT;
CREATE INDEX slots_by_place ON slots (guild_id, channel_id, status);
CREATE UNIQUE INDEX slots_once ON slots (ifnull(guild_id, 0), channel_id, fingerprint)
    WHERE status = 'active';

CREATE TABLE witnesses (
    id INTEGER PRIMARY KEY,                -- the order in which they first said it
    slot_id INTEGER NOT NULL REFERENCES slots (id) ON DELETE CASCADE,
    author_id INTEGER NOT NULL,
    author_name TEXT NOT NULL,
    message_id INTEGER,
    said_at REAL NOT NULL,
    UNIQUE (slot_id, author_id)
) STRICT;
CREATE INDEX witnesses_by_author ON witnesses (author_id);
CREATE INDEX witnesses_by_message ON witnesses (message_id);

CREATE TABLE vectors (
    slot_id INTEGER PRIMARY KEY REFERENCES slots (id) ON DELETE CASCADE,
    encoder TEXT NOT NULL,                 -- the encoder's id: another one's vector means nothing
    vector BLOB NOT NULL                   -- float32, little-endian
) STRICT;

CREATE VIRTUAL TABLE slots_text USING fts5 (
    text, content = 'slots', content_rowid = 'id', tokenize = 'porter unicode61 remove_diacritics 2'
);
CREATE TRIGGER slots_text_insert AFTER INSERT ON slots BEGIN
    INSERT INTO slots_text (rowid, text) VALUES (new.id, new.text);
END;
CREATE TRIGGER slots_text_delete AFTER DELETE ON slots BEGIN
    INSERT INTO slots_text (slots_text, rowid, text) VALUES ('delete', old.id, old.text);
END;
CREATE TRIGGER slots_text_update AFTER UPDATE OF text ON slots BEGIN
    INSERT INTO slots_text (slots_text, rowid, text) VALUES ('delete', old.id, old.text);
    INSERT INTO slots_text (rowid, text) VALUES (new.id, new.text);
END;

CREATE TABLE notes (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
"""

_SOURCES = """
CREATE TABLE revisions (                   -- what a slot said before it was corrected
    id INTEGER PRIMARY KEY,
    slot_id INTEGER NOT NULL REFERENCES slots (id) ON DELETE CASCADE,
    author_id INTEGER NOT NULL,            -- whose words they were
    text TEXT NOT NULL,
    said_at REAL NOT NULL
) STRICT;
CREATE INDEX revisions_by_slot ON revisions (slot_id);
CREATE INDEX revisions_by_author ON revisions (author_id);

CREATE TABLE threads (                     -- a thread's memories go with its channel
    id INTEGER PRIMARY KEY,
    parent_id INTEGER NOT NULL
) STRICT;
CREATE INDEX threads_by_parent ON threads (parent_id);
"""

_RIGHTS = """
CREATE TABLE optouts (                     -- of these people nothing is kept
    person_id INTEGER PRIMARY KEY,
    since REAL NOT NULL
) STRICT;
"""

_REMOVALS = """
CREATE TABLE removals (                    -- what an admin removed, until its hour is over
    id INTEGER PRIMARY KEY AUTOINCREMENT,  -- never reused: an old button brings back nothing else
    removed_at REAL NOT NULL
) STRICT;
CREATE TABLE removed (
    slot_id INTEGER PRIMARY KEY REFERENCES slots (id) ON DELETE CASCADE,
    removal_id INTEGER NOT NULL REFERENCES removals (id) ON DELETE CASCADE
) STRICT;
CREATE INDEX removed_together ON removed (removal_id);
"""

_CORRECTIONS = """
ALTER TABLE revisions ADD COLUMN message_id INTEGER;
CREATE INDEX revisions_by_message ON revisions (message_id);
"""

_POLICIES = """
CREATE TABLE policies (                    -- what the admins of a server allow
    guild_id INTEGER PRIMARY KEY,
    policy TEXT NOT NULL                   -- JSON
) STRICT;
"""

_ADMINISTRATION = """
ALTER TABLE slots RENAME COLUMN kind TO former_kind;  -- a check cannot be altered in its place
ALTER TABLE slots ADD COLUMN kind TEXT NOT NULL DEFAULT 'taught'
    CHECK (kind IN ('taught', 'heard', 'imported', 'added'));
UPDATE slots SET kind = former_kind;
ALTER TABLE slots DROP COLUMN former_kind;

CREATE TABLE departures (                  -- servers that the bot was removed from
    guild_id INTEGER PRIMARY KEY,
    left_at REAL NOT NULL
) STRICT;
"""

_QUALITY = """
CREATE TABLE answers (                     -- counted; neither what was asked nor who asked is kept
    id INTEGER PRIMARY KEY AUTOINCREMENT,  -- never reused: an old button votes on nothing else
    guild_id INTEGER NOT NULL,
    responder TEXT NOT NULL,
    week TEXT NOT NULL,                    -- of ISO 8601, such as 2026-W47
    answered INTEGER NOT NULL CHECK (answered IN (0, 1))
) STRICT;
CREATE INDEX answers_by_week ON answers (guild_id, week);

CREATE TABLE votes (                       -- what people thought of answers
    answer_id INTEGER NOT NULL REFERENCES answers (id) ON DELETE CASCADE,
    person_id INTEGER NOT NULL,
    up INTEGER NOT NULL CHECK (up IN (0, 1)),
    at REAL NOT NULL,
    PRIMARY KEY (answer_id, person_id)
) STRICT;
CREATE INDEX votes_by_person ON votes (person_id);
"""

_MENDING = """
ALTER TABLE revisions ADD COLUMN mended INTEGER NOT NULL DEFAULT 0
    CHECK (mended IN (0, 1));              -- 1: what took its place still says most of it
"""

MIGRATIONS: tuple[str, ...] = (
    _SLOTS, _SOURCES, _RIGHTS, _REMOVALS, _CORRECTIONS, _POLICIES, _ADMINISTRATION, _QUALITY,
    _MENDING,
)  # fmt: skip

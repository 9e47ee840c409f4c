#pragma once
#include <stddef.h>

// libedit's variadic and wide-character calls behind functions that Swift can call. Text crosses as UTF-8.

typedef struct line_editor line_editor;

// What the wait function answers.
enum {
    line_wait_readable = 1,
    line_wait_cancelled = 0,
    line_wait_ended = -1,
    line_wait_resized = 2,
    // Ctrl-Z: the process is to stop here.
    line_wait_stopped = 3,
    // It was stopped and goes on: the terminal is no more as it was left.
    line_wait_continued = 4,
};

// What reading a line answers.
enum { line_accepted = 1, line_ended = 0, line_cancelled = -1, line_failed = -2 };

// What a search makes of a character: it goes on; it is over; it is over, and the character is a key as always.
enum { line_search_goes_on = 0, line_search_over = 1, line_search_over_with_key = 2 };

typedef struct line_callbacks {
    void *context;
    // Returns when the terminal has bytes, or when the line is to be given up: a line_wait value.
    int (*wait)(void *context);
    // A byte of the terminal; is_pasted: it belongs to a paste, and is no key; has_more: others have come with it. The bytes that the editor is
    // to take instead, at most line_key_capacity of them; their count.
    int (*translate)(void *context, unsigned char byte, int is_pasted, int has_more, unsigned char *into);
    // True if the text can be run; else Enter begins another line.
    int (*is_complete)(void *context, const char *text);
    // What is still open at the end of a text that goes on in another line, for a person: less than line_hint_capacity bytes, and a zero.
    void (*open)(void *context, const char *text, char *into);
    // Tab: may call line_editor_insert and line_editor_print_above. Returns nonzero if anything changed.
    int (*complete)(void *context, line_editor *editor, const char *text, size_t cursor);
    // An older entry, or a newer one: may call line_editor_replace. Returns nonzero if it did.
    int (*recall)(void *context, line_editor *editor, const char *text, size_t cursor, int is_older);
    // A search through older entries: -1 where Ctrl-R begins it, then each character that is typed. May call line_editor_replace and
    // line_editor_set_search. What it answers: a line_search value.
    int (*search)(void *context, line_editor *editor, int character, const char *text, size_t cursor);
    // Stops the process as Ctrl-Z does, and returns when it goes on.
    void (*stop)(void *context);
} line_callbacks;

// The most that one byte of the terminal becomes, and the longest hint.
enum { line_key_capacity = 64, line_hint_capacity = 64 };

// Opens an editor on the process's terminal; NULL where that fails. The program's name selects lines of ~/.editrc.
line_editor *line_editor_open(const char *program, line_callbacks callbacks);
void line_editor_close(line_editor *editor);

// Binds a key's bytes to a command of the editor, as ~/.editrc would; `is_kept`: ~/.editrc cannot change it. Before the first read.
void line_editor_bind(line_editor *editor, const char *bytes, const char *command, int is_kept);

// Reads ~/.editrc; then binds again what is to be kept.
void line_editor_configure(line_editor *editor);

// Reads one entry, which may have several lines. What takes no room in the prompt stands between two bytes 1, and is not its end. `text` stays valid until the next call.
int line_editor_read(line_editor *editor, const char *prompt, const char **text, size_t *length);

// Inserts text at the cursor (from `complete`).
void line_editor_insert(line_editor *editor, const char *text);

// Puts this text in the place of the whole entry (from `recall` and `search`); the cursor is behind so many of its bytes.
void line_editor_replace(line_editor *editor, const char *text, size_t cursor);

// What stands in the place of the prompt while a search goes on; NULL: it is over.
void line_editor_set_search(line_editor *editor, const char *prompt);

// Puts this text into the line as soon as the next read begins.
void line_editor_preset(line_editor *editor, const char *text);

// Prints lines above the entry that is being edited, and draws it again.
void line_editor_print_above(line_editor *editor, const char *text);

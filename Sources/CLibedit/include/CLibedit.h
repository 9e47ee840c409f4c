#pragma once
#include <stddef.h>

// libedit's variadic and wide-character calls behind functions that Swift can call. Text crosses as UTF-8.

typedef struct line_editor line_editor;

// What the wait function answers.
enum { line_wait_readable = 1, line_wait_cancelled = 0, line_wait_ended = -1, line_wait_resized = 2 };

// What reading a line answers.
enum { line_accepted = 1, line_ended = 0, line_cancelled = -1, line_failed = -2 };

typedef struct line_callbacks {
    void *context;
    // Returns when the terminal has bytes, or when the line is to be given up: a line_wait value.
    int (*wait)(void *context);
    // True if the text can be run; else Enter begins another line.
    int (*is_complete)(void *context, const char *text);
    // Tab: may call line_editor_insert and line_editor_print_above. Returns nonzero if anything changed.
    int (*complete)(void *context, line_editor *editor, const char *text, size_t cursor);
} line_callbacks;

// Opens an editor on the process's terminal; NULL where that fails. The program's name selects lines of ~/.editrc.
line_editor *line_editor_open(const char *program, line_callbacks callbacks);
void line_editor_close(line_editor *editor);

// Reads one entry, which may have several lines. What takes no room in the prompt stands between two bytes 1, and is not its end. `text` stays valid until the next call.
int line_editor_read(line_editor *editor, const char *prompt, const char **text, size_t *length);

// Adds an entry to the history that the arrow keys walk.
void line_editor_add_history(line_editor *editor, const char *entry);

// Inserts text at the cursor (from `complete`).
void line_editor_insert(line_editor *editor, const char *text);

// Puts this text into the line as soon as the next read begins.
void line_editor_preset(line_editor *editor, const char *text);

// Prints lines above the entry that is being edited, and draws it again.
void line_editor_print_above(line_editor *editor, const char *text);

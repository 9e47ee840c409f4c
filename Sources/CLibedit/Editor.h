#pragma once
#include "CLibedit.h"

#include <histedit.h>
#include <wchar.h>

// What the files of this module share.

// More lines than this have no hint.
enum { hint_limit = 100 };

struct line_editor {
    EditLine *edit;
    line_callbacks callbacks;
    char *prompt;
    // Stands in the place of the prompt while older entries are searched.
    char *search_prompt;
    char *preset;
    mbstate_t decoding;
    // What a byte of the terminal has become and nobody has taken.
    unsigned char bytes[line_key_capacity];
    int byte_count, bytes_taken;
    // Characters that the editor is given before it is given those of the terminal.
    wchar_t ahead[16];
    int ahead_count, ahead_taken;
    int cancelled;
    int ended;
    // While the editor is to draw nothing.
    int blank;
    // The size has to be looked at before the next character.
    int unsized;
    // While a paste is read, or a character that is quoted: they are no keys.
    int pasting;
    int searching;
    int search_character;
    // Where hints stand on the screen: rows above the cursor, negative ones below it.
    int hints[hint_limit];
    int hint_count;
    // Keys that ~/.editrc cannot change, bound again after it: pairs of bytes and command.
    char *kept[64][2];
    int kept_count;
};

// A place of the entry on the screen, counted from where its prompt begins.
typedef struct {
    int row, column;
} place;

line_editor *line_editor_of(EditLine *edit);
// What stands before the entry now.
char *line_current_prompt(line_editor *editor);

// A part of the line as UTF-8, or a text as wide characters; the caller frees it. NULL when memory is short.
char *line_utf8(const wchar_t *from, const wchar_t *to);
wchar_t *line_wide(const char *text);

// Where a character of the entry stands, as a terminal of so many columns wraps it.
place line_place_of(line_editor *editor, const wchar_t *character, int columns);
int line_rows_above_cursor(line_editor *editor, int columns);
// The columns of which the editor knows, and the rows that its picture needs for the entry.
int line_columns_told(line_editor *editor);
int line_rows_needed(line_editor *editor, int columns);
int line_has_lines(line_editor *editor);
const wchar_t *line_start_of_line(const LineInfoW *line, const wchar_t *at);
void line_take_size(line_editor *editor);
void line_draw_hints(line_editor *editor);
void line_wipe_hints(line_editor *editor);

// Characters that the editor is given before those of the terminal.
void line_give_ahead(line_editor *editor, const wchar_t *characters);

void line_add_commands(EditLine *edit);

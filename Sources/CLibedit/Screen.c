#define _GNU_SOURCE
#include "Editor.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

// The editor is told of no screen that is smaller: what it draws then is wider than the terminal, and looks so, but it keeps its picture of it.
enum { narrowest = 20, lowest = 4, widest = 1000, highest = 1000 };

// A part of the line as UTF-8; the caller frees it. NULL when memory is short.
char *line_utf8(const wchar_t *from, const wchar_t *to) {
    size_t count = (size_t)(to - from);
    char *text = malloc(count * MB_CUR_MAX + 1);
    if (text == NULL) return NULL;
    size_t length = 0;
    mbstate_t state;
    memset(&state, 0, sizeof state);
    for (const wchar_t *p = from; p < to; p++) {
        size_t written = wcrtomb(text + length, *p, &state);
        if (written == (size_t)-1) {
            memset(&state, 0, sizeof state);
            text[length++] = '?';
        } else {
            length += written;
        }
    }
    text[length] = 0;
    return text;
}

wchar_t *line_wide(const char *text) {
    size_t count = mbstowcs(NULL, text, 0);
    if (count == (size_t)-1) return NULL;
    wchar_t *result = malloc((count + 1) * sizeof *result);
    if (result != NULL) mbstowcs(result, text, count + 1);
    return result;
}

// The cells that a character takes at most: controls are written as ^X, what else is not printable as an escape of up to eight cells.
static int cells(wchar_t character) {
    int width = character == L'\t' ? 8 : character < 32 || character == 127 ? 2 : wcwidth(character);
    return width < 0 ? 8 : width == 0 ? 1 : width;
}

// The cells that the prompt takes: what stands between two bytes 1 takes none.
static int prompt_width(const char *prompt) {
    int width = 0, hidden = 0;
    mbstate_t state;
    memset(&state, 0, sizeof state);
    for (const char *p = prompt; *p != 0;) {
        wchar_t character = L'?';
        size_t used = mbrtowc(&character, p, MB_CUR_MAX, &state);
        if (used == (size_t)-1 || used == (size_t)-2 || used == 0) {
            memset(&state, 0, sizeof state);
            used = 1;
        }
        if (*p == '\1') hidden = !hidden;
        else if (!hidden) width += cells(character);
        p += used;
    }
    return width;
}


// Where a character of the entry stands, as a terminal of so many columns wraps it.
place line_place_of(line_editor *editor, const wchar_t *character, int columns) {
    const LineInfoW *line = el_wline(editor->edit);
    if (columns < 1) columns = 1;
    int width = prompt_width(line_current_prompt(editor));
    place at = {width / columns, width % columns};
    for (const wchar_t *p = line->buffer; p < character; p++) {
        if (*p == L'\n') {
            at.row++;
            at.column = 0;
            continue;
        }
        int taken = cells(*p);
        if (at.column + taken > columns) {
            at.row++;
            at.column = 0;
        }
        at.column += taken;
        if (at.column >= columns) {
            at.row++;
            at.column = 0;
        }
    }
    return at;
}

int line_rows_above_cursor(line_editor *editor, int columns) {
    return line_place_of(editor, el_wline(editor->edit)->cursor, columns).row;
}

// The columns of which the editor knows.
int line_columns_told(line_editor *editor) {
    int columns = 80;
    el_get(editor->edit, EL_GETTC, "co", &columns);
    return columns;
}

static int clamped(int value, int low, int high) { return value < low ? low : value > high ? high : value; }

static void tell(EditLine *edit, const char *what, int value) {
    char text[16];
    snprintf(text, sizeof text, "%d", value);
    el_set(edit, EL_SETTC, what, text, NULL);
}

// Tells the editor of the terminal's size. It keeps a picture of the screen and a cursor in it; told of a smaller screen it makes a smaller picture
// and leaves the cursor where it was, so that the next key writes behind the picture's end (libedit 3.1-20221030: terminal_change_size puts
// el_cursor back after re_clear_display, re_fastputc writes there). So it first draws an empty entry, which brings the cursor to the first cell,
// which is in every picture; then it hears of the size; then it draws the entry again. The text itself is not touched.
// Where an entry has more rows than its picture, it loses count of them, and reads and writes rows that are not there (re_fastputc,
// re_refresh_cursor): it is told of as many rows as the entry takes, and some.
int line_rows_needed(line_editor *editor, int columns) {
    return line_place_of(editor, el_wline(editor->edit)->lastchar, columns).row + 4;
}

int line_has_lines(line_editor *editor) {
    const LineInfoW *line = el_wline(editor->edit);
    return wmemchr(line->buffer, L'\n', (size_t)(line->lastchar - line->buffer)) != NULL;
}

void line_take_size(line_editor *editor) {
    EditLine *edit = editor->edit;
    struct winsize size;
    editor->unsized = 0;
    int columns_before = line_columns_told(editor), rows_before = 24;
    el_get(edit, EL_GETTC, "li", &rows_before);
    if (ioctl(STDIN_FILENO, TIOCGWINSZ, &size) < 0 || size.ws_col == 0 || size.ws_row == 0) {
        size.ws_col = (unsigned short)columns_before;
        size.ws_row = (unsigned short)rows_before;
    }
    int columns = clamped(size.ws_col, narrowest, widest), rows = clamped(size.ws_row, lowest, highest);
    int needed = line_rows_needed(editor, columns);
    if (rows < needed) rows = needed + needed / 4;
    // Of the same size: what stands there may be hints that nobody wiped away.
    if (columns == columns_before && rows == rows_before && !line_has_lines(editor)) return;
    // Some terminals wrap what is on the screen anew and some do not: no line above the entry is wiped away.
    int up = line_rows_above_cursor(editor, size.ws_col), up_before = line_rows_above_cursor(editor, columns_before);
    if (up > up_before) up = up_before;
    if (up > 0) fprintf(stdout, "\033[%dA", up);
    fputs("\r\033[J", stdout);
    fflush(stdout);
    // el_wline gives the editor's own line.
    LineInfoW *line = (LineInfoW *)el_wline(edit);
    LineInfoW typed = *line;
    editor->blank = 1;
    line->cursor = line->lastchar = line->buffer;
    el_set(edit, EL_REFRESH);
    tell(edit, "co", columns);
    tell(edit, "li", rows);
    *line = typed;
    editor->blank = 0;
    el_set(edit, EL_REFRESH);
}

// MARK: The hint of what is open

// A line that goes on another begins with blanks, over which stands what is open while the person is waited for. The editor's picture has
// blanks there.
enum { indentation = 4 };

const wchar_t *line_start_of_line(const LineInfoW *line, const wchar_t *at) {
    while (at > line->buffer && at[-1] != L'\n') at--;
    return at;
}

static int has_indentation(const LineInfoW *line, const wchar_t *start) {
    for (int index = 0; index < indentation; index++)
        if (start + index >= line->lastchar || start[index] != L' ') return 0;
    return 1;
}

// Writes over the first cells of a row, and leaves the cursor where it is.
static void write_at(int rows_above, const char *text) {
    fputs("\0337", stdout);
    if (rows_above != 0) fprintf(stdout, "\033[%d%c", abs(rows_above), rows_above > 0 ? 'A' : 'B');
    fputs("\r", stdout);
    for (; *text != 0; text++)
        if (*text != '\1') fputc(*text, stdout);
    fputs("\0338", stdout);
}

void line_draw_hints(line_editor *editor) {
    const LineInfoW *line = el_wline(editor->edit);
    int columns = line_columns_told(editor), screen = 24;
    struct winsize size;
    if (ioctl(STDIN_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_row > 0) screen = size.ws_row;
    // Where the entry is higher than the screen nobody knows which of its rows are there.
    if (editor->searching || line_place_of(editor, line->lastchar, columns).row >= screen || !line_has_lines(editor)) return;
    int row = line_place_of(editor, line->cursor, columns).row;
    for (const wchar_t *at = line->buffer; at < line->lastchar && editor->hint_count < hint_limit; at++) {
        if (*at != L'\n' || !has_indentation(line, at + 1)) continue;
        char *text = line_utf8(line->buffer, at), hint[line_hint_capacity] = "";
        if (text == NULL) return;
        editor->callbacks.open(editor->callbacks.context, text, hint);
        free(text);
        if (*hint == 0 || prompt_width(hint) > indentation) continue;
        int above = row - line_place_of(editor, at + 1, columns).row;
        editor->hints[editor->hint_count++] = above;
        write_at(above, hint);
    }
    fflush(stdout);
}

void line_wipe_hints(line_editor *editor) {
    for (int index = 0; index < editor->hint_count; index++) write_at(editor->hints[index], "    ");
    editor->hint_count = 0;
}

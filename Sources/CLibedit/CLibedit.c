#define _GNU_SOURCE
#include "CLibedit.h"

#include <errno.h>
#include <histedit.h>
#include <langinfo.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>
#include <wchar.h>

// A paste longer than this, in characters or in lines, is cut: a runbook is a file, not a paste.
enum { paste_limit = 1 << 20, paste_lines = 10000 };

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
    // The cells of the hint that stands on the screen, and how many rows above the cursor.
    int hint_cells, hint_up;
    // Keys that ~/.editrc cannot change, bound again after it: pairs of bytes and command.
    char *kept[64][2];
    int kept_count;
};

// The editor is told of no screen that is smaller: what it draws then is wider than the terminal, and looks so, but it keeps its picture of it.
enum { narrowest = 20, lowest = 4, widest = 1000, highest = 1000 };

static const wchar_t paste_end[] = L"\033[201~";

static line_editor *editor_of(EditLine *edit) {
    line_editor *editor = NULL;
    el_get(edit, EL_CLIENTDATA, &editor);
    return editor;
}

static char *current_prompt(line_editor *editor) { return editor->search_prompt != NULL ? editor->search_prompt : editor->prompt; }

static char *prompt_of(EditLine *edit) {
    static char nothing[] = "";
    line_editor *editor = editor_of(edit);
    return editor->blank ? nothing : current_prompt(editor);
}

// A part of the line as UTF-8; the caller frees it. NULL when memory is short.
static char *utf8(const wchar_t *from, const wchar_t *to) {
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

static wchar_t *wide(const char *text) {
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

// A place of the entry on the screen, counted from where its prompt begins.
typedef struct {
    int row, column;
} place;

// Where a character of the entry stands, as a terminal of so many columns wraps it.
static place place_of(line_editor *editor, const wchar_t *character, int columns) {
    const LineInfoW *line = el_wline(editor->edit);
    if (columns < 1) columns = 1;
    int width = prompt_width(current_prompt(editor));
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

static int rows_above_cursor(line_editor *editor, int columns) {
    return place_of(editor, el_wline(editor->edit)->cursor, columns).row;
}

// The columns of which the editor knows.
static int columns_told(line_editor *editor) {
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
static int rows_needed(line_editor *editor, int columns) {
    return place_of(editor, el_wline(editor->edit)->lastchar, columns).row + 4;
}

static void take_size(line_editor *editor) {
    EditLine *edit = editor->edit;
    struct winsize size;
    editor->unsized = 0;
    int columns_before = columns_told(editor), rows_before = 24;
    el_get(edit, EL_GETTC, "li", &rows_before);
    if (ioctl(STDIN_FILENO, TIOCGWINSZ, &size) < 0 || size.ws_col == 0 || size.ws_row == 0) {
        size.ws_col = (unsigned short)columns_before;
        size.ws_row = (unsigned short)rows_before;
    }
    int columns = clamped(size.ws_col, narrowest, widest), rows = clamped(size.ws_row, lowest, highest);
    int needed = rows_needed(editor, columns);
    if (rows < needed) rows = needed + needed / 4;
    if (columns == columns_before && rows == rows_before) return;
    // Some terminals wrap what is on the screen anew and some do not: no line above the entry is wiped away.
    int up = rows_above_cursor(editor, size.ws_col), up_before = rows_above_cursor(editor, columns_before);
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

// A line that goes on another begins with blanks, over which stands what is open while the person is waited for. The editor's picture has blanks there.
enum { indentation = 4 };

static const wchar_t *start_of_line(const LineInfoW *line, const wchar_t *at) {
    while (at > line->buffer && at[-1] != L'\n') at--;
    return at;
}

static void draw_hint(line_editor *editor) {
    const LineInfoW *line = el_wline(editor->edit);
    const wchar_t *start = start_of_line(line, line->cursor);
    if (start == line->buffer || editor->searching) return;
    for (int index = 0; index < indentation; index++)
        if (start + index >= line->lastchar || start[index] != L' ') return;
    int columns = columns_told(editor);
    int up = place_of(editor, line->cursor, columns).row - place_of(editor, start, columns).row, rows = 24;
    struct winsize size;
    if (ioctl(STDIN_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_row > 0) rows = size.ws_row;
    if (up >= rows || up < 0) return;
    char *text = utf8(line->buffer, start);
    if (text == NULL) return;
    char open[line_hint_capacity] = "";
    editor->callbacks.open(editor->callbacks.context, text, open);
    free(text);
    if (*open == 0 || prompt_width(open) > indentation) return;
    editor->hint_cells = indentation;
    editor->hint_up = up;
    fputs("\0337", stdout);
    if (up > 0) fprintf(stdout, "\033[%dA", up);
    fputs("\r", stdout);
    for (const char *p = open; *p != 0; p++)
        if (*p != '\1') fputc(*p, stdout);
    fputs("\0338", stdout);
    fflush(stdout);
}

static void wipe_hint(line_editor *editor) {
    if (editor->hint_cells == 0) return;
    fputs("\0337", stdout);
    if (editor->hint_up > 0) fprintf(stdout, "\033[%dA", editor->hint_up);
    fprintf(stdout, "\r%*s\0338", editor->hint_cells, "");
    editor->hint_cells = 0;
}

// MARK: Reading

static void enter_editing(void) {
    // Pastes are marked, and arrows come as those of a terminal in its usual mode: whoever ran before may have left it in another.
    fputs("\033[?2004h\033[?1l", stdout);
    fflush(stdout);
}

static void leave_editing(void) { fputs("\033[?2004l", stdout); }

// Brings the cursor below the entry.
static void move_below(line_editor *editor) {
    int columns = columns_told(editor);
    int down = place_of(editor, el_wline(editor->edit)->lastchar, columns).row - rows_above_cursor(editor, columns);
    for (; down > 0; down--) fputs("\n", stdout);
    fputs("\r\n", stdout);
}

// After a stop the terminal may be in any state, and what stood on it may be gone.
static void draw_again(line_editor *editor) {
    el_set(editor->edit, EL_PREP_TERM, 0);
    el_set(editor->edit, EL_PREP_TERM, 1);
    enter_editing();
    editor->unsized = 1;
    el_set(editor->edit, EL_REFRESH);
}

static void stop_here(line_editor *editor) {
    move_below(editor);
    leave_editing();
    fflush(stdout);
    el_set(editor->edit, EL_PREP_TERM, 0);
    editor->callbacks.stop(editor->callbacks.context);
    draw_again(editor);
}

static void look_at_size(line_editor *editor) {
    int rows = 24;
    el_get(editor->edit, EL_GETTC, "li", &rows);
    if (editor->unsized || rows_needed(editor, columns_told(editor)) > rows) take_size(editor);
}

// Waits for a byte. 1: it is in `editor->bytes`, or has become nothing; else what read_character answers.
static int await_byte(line_editor *editor) {
    if (!editor->pasting) {
        look_at_size(editor);
        int waiting = 0;
        if (ioctl(STDIN_FILENO, FIONREAD, &waiting) < 0 || waiting == 0) draw_hint(editor);
    }
    int waited = editor->callbacks.wait(editor->callbacks.context);
    wipe_hint(editor);
    switch (waited) {
    case line_wait_resized: take_size(editor); return 1;
    case line_wait_stopped: stop_here(editor); return 1;
    case line_wait_continued: draw_again(editor); return 1;
    case line_wait_cancelled:
        editor->cancelled = 1;
        errno = EINTR;
        return -1;
    case line_wait_ended: editor->ended = 1; return 0;
    default: break;
    }
    unsigned char byte;
    ssize_t count = read(STDIN_FILENO, &byte, 1);
    if (count == 0) return 0;
    if (count < 0) return errno == EINTR || errno == EAGAIN ? 1 : -1;
    editor->bytes_taken = 0;
    int waiting = 0;
    if (ioctl(STDIN_FILENO, FIONREAD, &waiting) < 0) waiting = 0;
    editor->byte_count = editor->callbacks.translate(editor->callbacks.context, byte, editor->pasting, waiting > 0, editor->bytes);
    return 1;
}

static void give_ahead(line_editor *editor, const wchar_t *characters) {
    if (editor->ahead_taken == editor->ahead_count) editor->ahead_taken = editor->ahead_count = 0;
    for (; *characters != 0 && editor->ahead_count < (int)(sizeof editor->ahead / sizeof *editor->ahead); characters++)
        editor->ahead[editor->ahead_count++] = *characters;
}

// The next character of the terminal. Signals and resizes are noticed here, where it is safe to act on them.
static int next_character(line_editor *editor, wchar_t *out) {
    for (;;) {
        while (editor->bytes_taken == editor->byte_count) {
            int awaited = await_byte(editor);
            if (awaited != 1) return awaited;
        }
        char byte = (char)editor->bytes[editor->bytes_taken];
        int is_first = mbsinit(&editor->decoding);
        size_t used = mbrtowc(out, &byte, 1, &editor->decoding);
        if (used == (size_t)-1) {
            memset(&editor->decoding, 0, sizeof editor->decoding);
            *out = 0xFFFD;
            // The byte that does not go on with the last ones may begin anew.
            if (is_first) editor->bytes_taken++;
            return 1;
        }
        editor->bytes_taken++;
        if (used == (size_t)-2) continue;
        if (used == 0) *out = 0;
        return 1;
    }
}

static const wchar_t search_step[] = L"\033[94~", drawing[] = L"\033[93~";

// What the editor takes as typed.
static int read_character(EditLine *edit, wchar_t *out) {
    line_editor *editor = editor_of(edit);
    if (editor->preset != NULL) {
        wchar_t *text = wide(editor->preset);
        if (text != NULL) el_winsertstr(edit, text);
        free(text);
        free(editor->preset);
        editor->preset = NULL;
        give_ahead(editor, drawing);
    }
    if (editor->ahead_taken < editor->ahead_count) {
        *out = editor->ahead[editor->ahead_taken++];
        return 1;
    }
    int read = next_character(editor, out);
    if (read != 1 || !editor->searching) return read;
    // The search takes it, in a command of its own, so that what it changes is drawn.
    editor->search_character = (int)*out;
    give_ahead(editor, search_step);
    *out = editor->ahead[editor->ahead_taken++];
    return 1;
}

static void print_above(line_editor *editor, const char *text) {
    wipe_hint(editor);
    int rows = rows_above_cursor(editor, columns_told(editor));
    if (rows > 0) fprintf(stdout, "\033[%dA", rows);
    fprintf(stdout, "\r\033[J%s\n", text);
    fflush(stdout);
    el_set(editor->edit, EL_REFRESH);
}

void line_editor_print_above(line_editor *editor, const char *text) { print_above(editor, text); }

void line_editor_replace(line_editor *editor, const char *text, size_t cursor) {
    wchar_t *replacing = wide(text);
    if (replacing == NULL) return;
    // el_wline gives the editor's own line.
    LineInfoW *line = (LineInfoW *)el_wline(editor->edit);
    line->cursor = line->lastchar = line->buffer;
    el_winsertstr(editor->edit, replacing);
    free(replacing);
    // The characters behind the cursor begin with bytes that continue none.
    int behind = 0;
    for (const char *p = text; *p != 0; p++)
        if ((size_t)(p - text) >= cursor && ((unsigned char)*p & 0xC0) != 0x80) behind++;
    if (behind > 0) el_cursor(editor->edit, -behind);
}

void line_editor_set_search(line_editor *editor, const char *prompt) {
    free(editor->search_prompt);
    editor->search_prompt = prompt == NULL ? NULL : strdup(prompt);
}

void line_editor_insert(line_editor *editor, const char *text) {
    wchar_t *inserted = wide(text);
    if (inserted != NULL) el_winsertstr(editor->edit, inserted);
    free(inserted);
}

static void begin_line(EditLine *edit) { el_winsertstr(edit, L"\n    "); }

// Enter: runs what is complete, else begins another line.
static unsigned char on_enter(EditLine *edit, int key) {
    (void)key;
    line_editor *editor = editor_of(edit);
    const LineInfoW *line = el_wline(edit);
    char *text = utf8(line->buffer, line->lastchar);
    int complete = text == NULL || editor->callbacks.is_complete(editor->callbacks.context, text);
    free(text);
    if (!complete) {
        begin_line(edit);
        return CC_REFRESH;
    }
    // A newline from here would leave the cursor inside an entry of several lines; the editor's own moves below it.
    give_ahead(editor, L"\033[99~");
    return CC_NORM;
}

static unsigned char on_newline(EditLine *edit, int key) {
    (void)key;
    begin_line(edit);
    return CC_REFRESH;
}

// Ctrl-V: the next byte is a character, whatever key it is.
static unsigned char on_quote(EditLine *edit, int key) {
    (void)key;
    line_editor *editor = editor_of(edit);
    wchar_t text[2] = {0, 0};
    editor->pasting = 1;
    int read = el_wgetc(edit, text);
    editor->pasting = 0;
    if (read != 1) return CC_EOF;
    return text[0] != 0 && el_winsertstr(edit, text) == 0 ? CC_REFRESH : CC_ERROR;
}

// A paste goes into the line and waits there: only a person's Enter runs it.
static unsigned char on_paste(EditLine *edit, int key) {
    (void)key;
    wchar_t *text = malloc((paste_limit + 1) * sizeof *text);
    if (text == NULL) return CC_ERROR;
    size_t count = 0, end = sizeof paste_end / sizeof *paste_end - 1;
    line_editor *editor = editor_of(edit);
    int lines = 0;
    editor->pasting = 1;
    while (count < paste_limit && lines < paste_lines && el_wgetc(edit, &text[count]) == 1) {
        if (text[count] == L'\r' || text[count] == L'\n') lines++;
        count++;
        if (count >= end && wmemcmp(text + count - end, paste_end, end) == 0) {
            count -= end;
            break;
        }
    }
    editor->pasting = 0;
    for (size_t i = 0; i < count; i++) {
        if (text[i] == L'\r') text[i] = L'\n';
        if (text[i] == 0 || text[i] == 0x1B) text[i] = L' ';
        if (text[i] == L'\t') text[i] = L' ';
    }
    while (count > 0 && text[count - 1] == L'\n') count--;
    text[count] = 0;
    int failed = el_winsertstr(edit, text) < 0;
    free(text);
    return failed ? CC_ERROR : CC_REFRESH;
}

static unsigned char on_tab(EditLine *edit, int key) {
    (void)key;
    line_editor *editor = editor_of(edit);
    const LineInfoW *line = el_wline(edit);
    char *text = utf8(line->buffer, line->lastchar);
    char *before = utf8(line->buffer, line->cursor);
    int changed = 0;
    if (text != NULL && before != NULL) {
        changed = editor->callbacks.complete(editor->callbacks.context, editor, text, strlen(before));
    }
    free(text);
    free(before);
    return changed ? CC_REFRESH : CC_ERROR;
}

static unsigned char recall(EditLine *edit, int is_older) {
    line_editor *editor = editor_of(edit);
    const LineInfoW *line = el_wline(edit);
    char *text = utf8(line->buffer, line->lastchar), *before = utf8(line->buffer, line->cursor);
    int changed = 0;
    if (text != NULL && before != NULL) {
        changed = editor->callbacks.recall(editor->callbacks.context, editor, text, strlen(before), is_older);
    }
    free(text);
    free(before);
    return changed ? CC_REFRESH : CC_ERROR;
}

static unsigned char on_older(EditLine *edit, int key) {
    (void)key;
    return recall(edit, 1);
}

static unsigned char on_newer(EditLine *edit, int key) {
    (void)key;
    return recall(edit, 0);
}

static unsigned char move_to(EditLine *edit, const wchar_t *place) {
    el_cursor(edit, (int)(place - el_wline(edit)->cursor));
    return CC_CURSOR;
}

// Up and down move inside an entry of several lines first, then through the history.
static unsigned char on_up(EditLine *edit, int key) {
    (void)key;
    const LineInfoW *line = el_wline(edit);
    const wchar_t *start = start_of_line(line, line->cursor);
    if (start == line->buffer) return recall(edit, 1);
    const wchar_t *above = start_of_line(line, start - 1);
    ptrdiff_t column = line->cursor - start, length = start - 1 - above;
    return move_to(edit, above + (column < length ? column : length));
}

static unsigned char on_down(EditLine *edit, int key) {
    (void)key;
    const LineInfoW *line = el_wline(edit);
    const wchar_t *end = wmemchr(line->cursor, L'\n', (size_t)(line->lastchar - line->cursor));
    if (end == NULL) return recall(edit, 0);
    const wchar_t *below = end + 1, *last = wmemchr(below, L'\n', (size_t)(line->lastchar - below));
    ptrdiff_t column = line->cursor - start_of_line(line, line->cursor), length = (last == NULL ? line->lastchar : last) - below;
    return move_to(edit, below + (column < length ? column : length));
}

// To the beginning of the line; from there to that of the entry.
static unsigned char on_home(EditLine *edit, int key) {
    (void)key;
    const LineInfoW *line = el_wline(edit);
    const wchar_t *start = start_of_line(line, line->cursor);
    return move_to(edit, start == line->cursor ? line->buffer : start);
}

static unsigned char on_end(EditLine *edit, int key) {
    (void)key;
    const LineInfoW *line = el_wline(edit);
    const wchar_t *end = wmemchr(line->cursor, L'\n', (size_t)(line->lastchar - line->cursor));
    return move_to(edit, end == NULL || end == line->cursor ? line->lastchar : end);
}

// Hands a character to the search, -1 to begin it.
static unsigned char search(EditLine *edit, int character) {
    line_editor *editor = editor_of(edit);
    const LineInfoW *line = el_wline(edit);
    char *text = utf8(line->buffer, line->lastchar), *before = utf8(line->buffer, line->cursor);
    int answer = line_search_over;
    if (text != NULL && before != NULL) {
        answer = editor->callbacks.search(editor->callbacks.context, editor, character, text, strlen(before));
    }
    free(text);
    free(before);
    editor->searching = answer == line_search_goes_on;
    if (answer == line_search_over_with_key) {
        wchar_t typed[2] = {(wchar_t)character, 0};
        give_ahead(editor, typed);
    }
    return CC_REFRESH;
}

static unsigned char on_search(EditLine *edit, int key) {
    (void)key;
    return search(edit, -1);
}

static unsigned char on_search_step(EditLine *edit, int key) {
    (void)key;
    return search(edit, editor_of(edit)->search_character);
}

static unsigned char on_draw(EditLine *edit, int key) {
    (void)edit, (void)key;
    return CC_REFRESH;
}

// The commands that a key can be bound to beside the editor's own. Its own history is not used: its search writes behind the line's end where a
// word is taken into the pattern (ce_inc_search of 3.1-20221030), and takes what is typed for a regular expression.
static void add_commands(EditLine *edit) {
    el_set(edit, EL_ADDFN, "mend-enter", "run the entry if it is complete", on_enter);
    el_set(edit, EL_ADDFN, "mend-newline", "begin another line", on_newline);
    el_set(edit, EL_ADDFN, "mend-paste", "insert a paste", on_paste);
    el_set(edit, EL_ADDFN, "mend-quote", "insert the next character as it is", on_quote);
    el_set(edit, EL_ADDFN, "mend-complete", "complete the word", on_tab);
    el_set(edit, EL_ADDFN, "mend-up", "line above, or history", on_up);
    el_set(edit, EL_ADDFN, "mend-down", "line below, or history", on_down);
    el_set(edit, EL_ADDFN, "mend-older", "older entry that begins so", on_older);
    el_set(edit, EL_ADDFN, "mend-newer", "newer entry that begins so", on_newer);
    el_set(edit, EL_ADDFN, "mend-home", "beginning of the line, then of the entry", on_home);
    el_set(edit, EL_ADDFN, "mend-end", "end of the line, then of the entry", on_end);
    el_set(edit, EL_ADDFN, "mend-search", "search older entries", on_search);
    el_set(edit, EL_ADDFN, "mend-search-step", "a character of the search", on_search_step);
    el_set(edit, EL_ADDFN, "mend-draw", "draw the entry", on_draw);
}

void line_editor_bind(line_editor *editor, const char *bytes, const char *command, int is_kept) {
    el_set(editor->edit, EL_BIND, bytes, command, NULL);
    if (!is_kept || editor->kept_count == (int)(sizeof editor->kept / sizeof *editor->kept)) return;
    char *key = strdup(bytes), *bound = strdup(command);
    if (key == NULL || bound == NULL) {
        free(key);
        free(bound);
        return;
    }
    editor->kept[editor->kept_count][0] = key;
    editor->kept[editor->kept_count++][1] = bound;
}

void line_editor_configure(line_editor *editor) {
    el_source(editor->edit, NULL);
    // After ~/.editrc, so that it cannot take safety away.
    for (int index = 0; index < editor->kept_count; index++) {
        el_set(editor->edit, EL_BIND, editor->kept[index][0], editor->kept[index][1], NULL);
    }
    el_set(editor->edit, EL_BIND, "\\e[99~", "ed-newline", NULL);
    el_set(editor->edit, EL_BIND, "\\e[94~", "mend-search-step", NULL);
    el_set(editor->edit, EL_BIND, "\\e[93~", "mend-draw", NULL);
}

line_editor *line_editor_open(const char *program, line_callbacks callbacks) {
    // Without a UTF-8 locale the editor drops every other byte in silence.
    setlocale(LC_CTYPE, "");
    if (strcmp(nl_langinfo(CODESET), "UTF-8") != 0) setlocale(LC_CTYPE, "C.UTF-8");
    line_editor *editor = calloc(1, sizeof *editor);
    if (editor == NULL) return NULL;
    editor->callbacks = callbacks;
    editor->prompt = strdup("");
    editor->edit = el_init(program, stdin, stdout, stderr);
    if (editor->edit == NULL || editor->prompt == NULL) {
        line_editor_close(editor);
        return NULL;
    }
    el_set(editor->edit, EL_CLIENTDATA, editor);
    el_set(editor->edit, EL_PROMPT_ESC, prompt_of, '\1');
    el_set(editor->edit, EL_EDITOR, "emacs");
    el_set(editor->edit, EL_GETCFN, read_character);
    // Tabs are counted in eight bits (terminal_move_to_char): the cursor would jump where the screen is wider.
    el_set(editor->edit, EL_SETTC, "pt", "no", NULL);
    add_commands(editor->edit);
    return editor;
}

void line_editor_close(line_editor *editor) {
    if (editor->edit != NULL) el_end(editor->edit);
    free(editor->prompt);
    free(editor->search_prompt);
    free(editor->preset);
    for (int index = 0; index < editor->kept_count; index++) {
        free(editor->kept[index][0]);
        free(editor->kept[index][1]);
    }
    free(editor);
}

void line_editor_preset(line_editor *editor, const char *text) {
    free(editor->preset);
    editor->preset = strdup(text);
}

int line_editor_read(line_editor *editor, const char *prompt, const char **text, size_t *length) {
    char *copy = strdup(prompt);
    if (copy == NULL) return line_failed;
    free(editor->prompt);
    editor->prompt = copy;
    editor->cancelled = editor->ended = 0;
    editor->pasting = editor->searching = 0;
    editor->ahead_count = editor->ahead_taken = 0;
    editor->byte_count = editor->bytes_taken = 0;
    line_editor_set_search(editor, NULL);
    // A line begins with the size that the terminal has, however small.
    editor->unsized = 1;
    memset(&editor->decoding, 0, sizeof editor->decoding);
    enter_editing();
    int count = 0;
    errno = 0;
    const char *line = el_gets(editor->edit, &count);
    if (line == NULL || count <= 0) {
        move_below(editor);
        leave_editing();
        fflush(stdout);
        return editor->cancelled ? line_cancelled : line_ended;
    }
    leave_editing();
    fflush(stdout);
    *text = line;
    *length = strlen(line);
    return line_accepted;
}

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
    History *history;
    line_callbacks callbacks;
    char *prompt;
    char *preset;
    mbstate_t decoding;
    int cancelled;
    int ended;
    // While the editor is to draw nothing.
    int blank;
    // The size has to be looked at before the next character.
    int unsized;
    // While a paste is read: its characters are no keys.
    int pasting;
};

// The editor is told of no screen that is smaller: what it draws then is wider than the terminal, and looks so, but it keeps its picture of it.
enum { narrowest = 20, lowest = 4, widest = 1000, highest = 1000 };

static const wchar_t paste_end[] = L"\033[201~";

static line_editor *editor_of(EditLine *edit) {
    line_editor *editor = NULL;
    el_get(edit, EL_CLIENTDATA, &editor);
    return editor;
}

static char *prompt_of(EditLine *edit) {
    static char nothing[] = "";
    line_editor *editor = editor_of(edit);
    return editor->blank ? nothing : editor->prompt;
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

// The cells that the prompt takes: what stands between two bytes 1 takes none.
static int prompt_width(const char *prompt) {
    int width = 0, hidden = 0;
    for (const char *p = prompt; *p != 0; p++) {
        if (*p == '\1') hidden = !hidden;
        else if (!hidden && ((unsigned char)*p & 0xC0) != 0x80) width++;
    }
    return width;
}

// Rows between the top of the entry and a place in it, counted as a terminal of so many columns wraps them.
static int rows_above(line_editor *editor, const wchar_t *place, int columns) {
    const LineInfoW *line = el_wline(editor->edit);
    int row = 0, column = prompt_width(editor->prompt);
    if (columns < 1) columns = 1;
    row += column / columns;
    column %= columns;
    for (const wchar_t *p = line->buffer; p < place; p++) {
        if (*p == L'\n') {
            row++;
            column = 0;
            continue;
        }
        // Controls are written as ^X, what else is not printable as an escape of up to eight cells.
        int width = *p == L'\t' ? 8 : *p < 32 || *p == 127 ? 2 : wcwidth(*p);
        if (width < 0) width = 8;
        if (column + width > columns) {
            row++;
            column = 0;
        }
        column += width > 0 ? width : 1;
        if (column >= columns) {
            row++;
            column = 0;
        }
    }
    return row;
}

static int rows_above_cursor(line_editor *editor, int columns) {
    return rows_above(editor, el_wline(editor->edit)->cursor, columns);
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
    el_set(edit, EL_SETTC, what, text);
}

// Tells the editor of the terminal's size. It keeps a picture of the screen and a cursor in it; told of a smaller screen it makes a smaller picture
// and leaves the cursor where it was, so that the next key writes behind the picture's end (libedit 3.1-20221030: terminal_change_size puts
// el_cursor back after re_clear_display, re_fastputc writes there). So it first draws an empty entry, which brings the cursor to the first cell,
// which is in every picture; then it hears of the size; then it draws the entry again. The text itself is not touched.
// Where an entry has more rows than its picture, it loses count of them, and reads and writes rows that are not there (re_fastputc,
// re_refresh_cursor): it is told of as many rows as the entry takes, and some.
static int rows_needed(line_editor *editor, int columns) {
    return rows_above(editor, el_wline(editor->edit)->lastchar, columns) + 4;
}

static void take_size(line_editor *editor) {
    EditLine *edit = editor->edit;
    struct winsize size;
    editor->unsized = 0;
    if (ioctl(STDIN_FILENO, TIOCGWINSZ, &size) < 0 || size.ws_col == 0) return;
    int columns = clamped(size.ws_col, narrowest, widest), rows = clamped(size.ws_row, lowest, highest), rows_before = 24;
    int columns_before = columns_told(editor);
    el_get(edit, EL_GETTC, "li", &rows_before);
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

// Bytes of the terminal to characters; signals and resizes are noticed here, where it is safe to act on them.
static int read_character(EditLine *edit, wchar_t *out) {
    line_editor *editor = editor_of(edit);
    if (!editor->pasting) {
        int rows = 24;
        el_get(edit, EL_GETTC, "li", &rows);
        if (editor->unsized || rows_needed(editor, columns_told(editor)) > rows) take_size(editor);
    }
    for (;;) {
        int waited = editor->callbacks.wait(editor->callbacks.context);
        if (waited == line_wait_resized) {
            take_size(editor);
            continue;
        }
        if (waited == line_wait_cancelled) {
            editor->cancelled = 1;
            errno = EINTR;
            return -1;
        }
        if (waited == line_wait_ended) {
            editor->ended = 1;
            return 0;
        }
        char byte;
        ssize_t count = read(STDIN_FILENO, &byte, 1);
        if (count == 0) return 0;
        if (count < 0) {
            if (errno == EINTR || errno == EAGAIN) continue;
            return -1;
        }
        size_t used = mbrtowc(out, &byte, 1, &editor->decoding);
        if (used == (size_t)-2) continue;
        if (used == (size_t)-1) {
            memset(&editor->decoding, 0, sizeof editor->decoding);
            *out = 0xFFFD;
        } else if (used == 0) {
            *out = 0;
        }
        return 1;
    }
}

void line_editor_print_above(line_editor *editor, const char *text) {
    int rows = rows_above_cursor(editor, columns_told(editor));
    if (rows > 0) fprintf(stdout, "\033[%dA", rows);
    fprintf(stdout, "\r\033[J%s\n", text);
    fflush(stdout);
    el_set(editor->edit, EL_REFRESH);
}

void line_editor_insert(line_editor *editor, const char *text) {
    wchar_t *inserted = wide(text);
    if (inserted != NULL) el_winsertstr(editor->edit, inserted);
    free(inserted);
}

// Enter: runs what is complete, else begins another line.
static unsigned char on_enter(EditLine *edit, int key) {
    (void)key;
    line_editor *editor = editor_of(edit);
    const LineInfoW *line = el_wline(edit);
    char *text = utf8(line->buffer, line->lastchar);
    int complete = text == NULL || editor->callbacks.is_complete(editor->callbacks.context, text);
    free(text);
    if (!complete) {
        el_winsertstr(edit, L"\n");
        return CC_REFRESH;
    }
    // A newline from here would leave the cursor inside an entry of several lines; the editor's own moves below it.
    el_wpush(edit, L"\033[99~");
    return CC_NORM;
}

static unsigned char on_newline(EditLine *edit, int key) {
    (void)key;
    el_winsertstr(edit, L"\n");
    return CC_REFRESH;
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

// Up and down move inside an entry of several lines first, then through the history.
static unsigned char on_up(EditLine *edit, int key) {
    (void)key;
    const LineInfoW *line = el_wline(edit);
    int first = wmemchr(line->buffer, L'\n', (size_t)(line->cursor - line->buffer)) == NULL;
    el_wpush(edit, first ? L"\033[98~" : L"\033[96~");
    return CC_NORM;
}

static unsigned char on_down(EditLine *edit, int key) {
    (void)key;
    const LineInfoW *line = el_wline(edit);
    int last = wmemchr(line->cursor, L'\n', (size_t)(line->lastchar - line->cursor)) == NULL;
    el_wpush(edit, last ? L"\033[97~" : L"\033[95~");
    return CC_NORM;
}

static void bind_keys(EditLine *edit) {
    el_set(edit, EL_ADDFN, "mend-enter", "run the entry if it is complete", on_enter);
    el_set(edit, EL_ADDFN, "mend-newline", "begin another line", on_newline);
    el_set(edit, EL_ADDFN, "mend-paste", "insert a paste", on_paste);
    el_set(edit, EL_ADDFN, "mend-complete", "complete the word", on_tab);
    el_set(edit, EL_ADDFN, "mend-up", "line above, or history", on_up);
    el_set(edit, EL_ADDFN, "mend-down", "line below, or history", on_down);
    el_source(edit, NULL);
    // After ~/.editrc, so that it cannot take safety away.
    el_set(edit, EL_BIND, "\\e[99~", "ed-newline", NULL);
    el_set(edit, EL_BIND, "\\e[98~", "ed-prev-history", NULL);
    el_set(edit, EL_BIND, "\\e[97~", "ed-next-history", NULL);
    el_set(edit, EL_BIND, "\\e[96~", "ed-prev-line", NULL);
    el_set(edit, EL_BIND, "\\e[95~", "ed-next-line", NULL);
    el_set(edit, EL_BIND, "^M", "mend-enter", NULL);
    el_set(edit, EL_BIND, "^J", "mend-enter", NULL);
    el_set(edit, EL_BIND, "\\e^M", "mend-newline", NULL);
    el_set(edit, EL_BIND, "\\e^J", "mend-newline", NULL);
    el_set(edit, EL_BIND, "\\e[200~", "mend-paste", NULL);
    el_set(edit, EL_BIND, "^I", "mend-complete", NULL);
    el_set(edit, EL_BIND, "^R", "em-inc-search-prev", NULL);
    el_set(edit, EL_BIND, "\\e[A", "mend-up", NULL);
    el_set(edit, EL_BIND, "\\eOA", "mend-up", NULL);
    el_set(edit, EL_BIND, "\\e[B", "mend-down", NULL);
    el_set(edit, EL_BIND, "\\eOB", "mend-down", NULL);
    el_set(edit, EL_BIND, "\\e[3~", "ed-delete-next-char", NULL);
    el_set(edit, EL_BIND, "\\e[H", "ed-move-to-beg", NULL);
    el_set(edit, EL_BIND, "\\e[F", "ed-move-to-end", NULL);
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
    editor->history = history_init();
    if (editor->edit == NULL || editor->history == NULL || editor->prompt == NULL) {
        line_editor_close(editor);
        return NULL;
    }
    HistEvent event;
    history(editor->history, &event, H_SETSIZE, 5000);
    history(editor->history, &event, H_SETUNIQUE, 1);
    el_set(editor->edit, EL_CLIENTDATA, editor);
    el_set(editor->edit, EL_PROMPT_ESC, prompt_of, '\1');
    el_set(editor->edit, EL_EDITOR, "emacs");
    el_set(editor->edit, EL_HIST, history, editor->history);
    el_set(editor->edit, EL_GETCFN, read_character);
    bind_keys(editor->edit);
    return editor;
}

void line_editor_close(line_editor *editor) {
    if (editor->edit != NULL) el_end(editor->edit);
    if (editor->history != NULL) history_end(editor->history);
    free(editor->prompt);
    free(editor->preset);
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
    // A line begins with the size that the terminal has, however small.
    editor->unsized = 1;
    memset(&editor->decoding, 0, sizeof editor->decoding);
    if (editor->preset != NULL) {
        el_push(editor->edit, editor->preset);
        free(editor->preset);
        editor->preset = NULL;
    }
    fputs("\033[?2004h", stdout);
    fflush(stdout);
    int count = 0;
    errno = 0;
    const char *line = el_gets(editor->edit, &count);
    fputs("\033[?2004l", stdout);
    if (line == NULL || count <= 0) {
        fputs("\n", stdout);
        fflush(stdout);
        return editor->cancelled ? line_cancelled : line_ended;
    }
    fflush(stdout);
    *text = line;
    *length = strlen(line);
    return line_accepted;
}

void line_editor_add_history(line_editor *editor, const char *entry) {
    HistEvent event;
    history(editor->history, &event, H_ENTER, entry);
}

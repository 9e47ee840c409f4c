/// The functions that ship with the program, as text.
package enum StandardLibrary {}

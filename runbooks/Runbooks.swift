/// The runbooks that ship with the program, as text.
package enum Runbooks {}

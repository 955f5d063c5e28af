// Package cli is the command line: the program for a person at a terminal, the
// demonstration, and the commands of whoever runs the program on its own files.
//
// The rules of this package:
//   - One file holds one command, made by newXCommand from an env. There are no
//     globals and no init.
//   - Everything said here is English: it is for operators. What the public
//     reads is in ui/text.
//   - An error is one line on standard error, "peremption: error: …", that says
//     what is wrong and what to do; the exit code is 1, or 2 where the command
//     line itself is wrong. Nothing else is printed: no usage, no stack.
//   - No secret is ever taken from the command line or the environment, where
//     other users of the machine could read it, and none is ever printed.
//   - Text from the store goes to a terminal only after escape.
//   - Only package account changes accounts; each command is audited there under
//     the name of the user who runs the program.
package cli

//go:build race

package session

// slow is how much fewer steps a walk takes where each is watched for races.
const slow = 8

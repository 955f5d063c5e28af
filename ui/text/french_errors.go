package text

import (
	"fmt"
	"math"
	"time"

	"peremption/policy"
	"peremption/policy/strength"
)

func frenchErrors() Errors {
	return Errors{
		Credentials:     "L'adresse électronique ou le mot de passe est incorrect.",
		OldPassword:     "L'adresse électronique ou l'ancien mot de passe est incorrect.",
		CurrentPassword: "Le mot de passe actuel est incorrect.",
		Throttled: func(wait time.Duration) string {
			return "Trop de tentatives. Réessayez dans " + minutes(wait) + "."
		},
		Captcha: "Les caractères saisis ne correspondent pas à l'image.",
		Answer:  "La réponse à la question de confiance est incorrecte.",
		AnswersLeft: func(left int) string {
			if left == 1 {
				return "Il vous reste 1 essai."
			}
			return fmt.Sprintf("Il vous reste %d essais.", left)
		},
		Code: "Le code est incorrect ou n'est plus valable.",
		Password: map[policy.Finding]string{
			policy.Missing:       "Saisissez un mot de passe.",
			policy.NotText:       "Ce texte n'est pas lisible : le terminal doit être en UTF-8.",
			policy.ControlChar:   "Le mot de passe contient un caractère de contrôle, qui n'est pas accepté.",
			policy.TooLong:       fmt.Sprintf("Le mot de passe doit comporter %d caractères maximum.", policy.MaxLength),
			policy.TooShort:      "Le mot de passe doit comporter 20 caractères minimum.",
			policy.SameAsCurrent: "Le nouveau mot de passe doit être différent du précédent.",
			policy.UsedBefore:    "Ce mot de passe a déjà été utilisé. Choisissez-en un autre.",
			policy.TooWeak:       "Le niveau de sécurité de votre mot de passe est trop faible, veuillez réessayer.",
			policy.Mismatch:      "Les deux mots de passe saisis ne sont pas identiques.",
		},
		Missing:       "Ce champ doit être renseigné.",
		InvalidEmail:  "Cette adresse électronique n'est pas valable (exemple : utilisateur@domaine).",
		Invalid:       "Ce texte contient un caractère qui n'est pas accepté.",
		TooLong:       "Ce texte est trop long.",
		EmailsDiffer:  "Les deux adresses saisies ne sont pas identiques.",
		EmailTaken:    "Cette adresse électronique est déjà utilisée par un autre espace.",
		SameEmail:     "La nouvelle adresse doit être différente de l'adresse actuelle.",
		NothingTicked: "Cochez au moins un identifiant à modifier.",
		NotExpired:    "Ce mot de passe n'a pas expiré : connectez-vous à votre espace pour le modifier.",
		Conflict:      "Votre compte vient d'être modifié par ailleurs. Rien n'a été enregistré : vérifiez puis recommencez.",
		Step:          "Cette étape n'est plus valable. Reprenez depuis le début.",
		Unavailable:   "Le service est momentanément indisponible. Rien n'a été enregistré : réessayez dans un instant.",
		GivenUp:       "Opération abandonnée. Rien n'a été modifié.",
		Unknown:       "Nous ne savons pas si la modification a été enregistrée : connectez-vous pour le vérifier.",
		PasteControl:  "Texte collé refusé : il contient un caractère de contrôle.",
		FieldFull:     "Ce champ est plein : ce que vous tapez n'y entre plus.",
		PasteTooLong:  "Texte collé refusé : il est trop long pour ce champ.",
		NumberTaken:   "Ce numéro d'abonné existe déjà.",
	}
}

// minutes writes a wait rounded up, for a person who would rather come back a
// little late than be refused again.
func minutes(wait time.Duration) string {
	n := int(math.Ceil(wait.Minutes()))
	if n <= 1 {
		return "1 minute"
	}
	return fmt.Sprintf("%d minutes", n)
}

func frenchStrength() Strength {
	return Strength{
		Empty: "Niveau de sécurité de votre mot de passe",
		Levels: map[strength.Level]string{
			strength.Faible: "Niveau de sécurité : Faible et non autorisé",
			strength.Normal: "Niveau de sécurité : Normal",
			strength.Fort:   "Niveau de sécurité : Fort",
		},
		Reason: map[strength.Reason]string{
			strength.None:         "",
			strength.Keyboard:     "Suite de touches voisines",
			strength.Common:       "Mot de passe très courant",
			strength.Personal:     "Reprend votre nom ou votre adresse",
			strength.Repetition:   "Répétition",
			strength.KnownPhrase:  "Phrase connue",
			strength.NearPrevious: "Trop proche de l'ancien",
			strength.TooShort:     "20 caractères minimum",
			strength.Sequence:     "Suite ou date prévisible",
			strength.Guessable:    "Trop facile à deviner",
		},
		Count: func(typed, minimum int) string { return fmt.Sprintf("%d/%d", typed, minimum) },
	}
}

func frenchKeys() Keys {
	return Keys{
		Next: "champ suivant", Previous: "champ précédent", Submit: "valider", Toggle: "cocher", Choose: "choisir",
		Back: "retour", Close: "fermer", Help: "aide", Keys: "touches", Reveal: "afficher", Mask: "masquer",
		Advice: "conseils", Support: "assistance", Quit: "quitter", Scroll: "défiler", Act: "activer",
		Plain: "sans couleur", Letters: "courriels", GiveUp: "abandonner",
		Tab: "Tab", ShiftTab: "Maj+Tab", Enter: "Entrée", Space: "Espace", Escape: "Échap",
		Arrows: "↑ ↓", LeftRight: "← →", Pages: "Pg↑ Pg↓",
	}
}

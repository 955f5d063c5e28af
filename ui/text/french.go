package text

import (
	"fmt"
	"strings"

	"peremption/policy"
)

// French is the only language so far, and the leaflet's.
func French() *Catalog {
	return &Catalog{
		Common:      frenchCommon(),
		Welcome:     frenchWelcome(),
		Login:       frenchLogin(),
		Alert:       frenchAlert(),
		Home:        frenchHome(),
		Services:    frenchServices(),
		Identifiers: frenchIdentifiers(),
		Question: Question{
			Title:  "Question de confiance",
			Answer: "Votre réponse :",
			Submit: "Valider",
		},
		Code: Code{
			Title: "Vérification de votre nouvelle adresse électronique",
			Intro: func(email string) string {
				return "Un code à 8 chiffres vient d'être envoyé à " + email + ". Il est valable 10 minutes."
			},
			Field:  "Saisissez le code reçu :",
			Submit: "Valider",
			Later:  "Plus tard",
		},
		Contact:  frenchContact(),
		Create:   frenchCreate(),
		Expired:  frenchExpired(),
		Recap:    frenchRecap(),
		Strength: frenchStrength(),
		Captcha:  frenchCaptcha(),
		Overlays: frenchOverlays(),
		Errors:   frenchErrors(),
		Notices:  frenchNotices(),
		Keys:     frenchKeys(),
		Mail:     frenchMail(),
	}
}

func frenchCommon() Common {
	return Common{
		Republic: "RÉPUBLIQUE FRANÇAISE", Liberty: "Liberté", Equality: "Égalité", Fraternity: "Fraternité",
		Site: "impots.gouv.fr", SiteName: "www.impots.gouv.fr",
		PersonalSpace: "Votre espace particulier", ProfessionalSpace: "Votre espace professionnel",
		Professionals: "PROFESSIONNELS",
		SpaceLink:     "Espace pro.", SiteLink: "Impots.gouv.fr", Quit: "Quitter",
		Administration: "Direction générale des Finances publiques",
		HelpLink:       "Aide : accéder aux fiches pratiques",
		Required:       "Les champs marqués d'un astérisque (*) doivent être renseignés.",
		Enlarge:        "Agrandissez la fenêtre (60×16 au minimum).",
		Checking:       "Vérification…", Saving: "Enregistrement…",
		Close: "Fermer", Cancel: "Annuler", OK: "OK",
		ErrorSign: "✗", GoodSign: "✓", LostSign: "!", BoxOn: "☑", BoxOff: "☐",
		Scroll: "▼ suite", Loading: "Chargement…",
	}
}

func frenchWelcome() Welcome {
	return Welcome{
		Title:        "Bienvenue sur le site des impôts",
		Intro:        "Choisissez votre espace pour continuer.",
		PersonalOnly: "Ce terminal ne sert que les espaces professionnels.",
		Demo: DemoPeople{
			Foot:  "Démonstration : F1 les personnes et leurs mots de passe, F6 les courriels.",
			Title: "Les personnes de la démonstration",
			Intro: "Cette démonstration tourne sur une base jetée en sortant. Connectez-vous avec :",
			Person: func(name, email, password, lastDay string) []string {
				return []string{name, "adresse : " + email, "mot de passe : " + password, "valable jusqu'au " + lastDay}
			},
			NoQuestion: "sans question de confiance",
			Answer: func(question, answer string) string {
				return "question de confiance : " + question + " " + answer
			},
		},
	}
}

func frenchLogin() Login {
	return Login{
		Breadcrumb: []string{"Accueil", "Authentification"},
		Title:      "Connexion à mon espace professionnel",
		Email:      "Adresse électronique", Password: "Mot de passe",
		Forgotten: "Mot de passe oublié", Submit: "Connexion",
		Pay: "Vous pouvez également payer en ligne votre taxe foncière ou votre cotisation foncière " +
			"des entreprises en utilisant la référence de votre avis",
		PayButton:      "Payer mes impôts locaux",
		CreateTitle:    "Création de mon espace professionnel",
		CreateButton:   "Créer mon espace professionnel",
		ActivateTitle:  "Activation de mon espace / mes services",
		ActivateButton: "Activer mon espace / mes services",
		EmptyStore:     "Aucun espace n'existe encore ici : commencez par « Créer mon espace professionnel ».",
	}
}

func frenchAlert() Alert {
	return Alert{
		Expires: func(d policy.Date) string {
			return "Votre mot de passe expire le " + LongDate(d) + " (heure de Paris)."
		},
		Advice:    "Pensez à le modifier depuis votre espace professionnel.",
		Otherwise: "À défaut, l'accès à votre espace sera désactivé.",
	}
}

func frenchServices() Services {
	return Services{
		Breadcrumb:  []string{"Espace professionnel", "Gérer les services"},
		Title:       "Gérer les services",
		Personal:    "INFORMATIONS PERSONNELLES",
		Identifiers: "Gérer votre adresse électronique de connexion / votre mot de passe",
		Contact:     "Gérer vos coordonnées",
		Return:      "Retour à l'espace professionnel",
	}
}

func frenchIdentifiers() Identifiers {
	return Identifiers{
		Breadcrumb:  []string{"Espace professionnel", "Gérer les services", "Identifiants"},
		Subscriber:  "Abonné:",
		Title:       "Modifiez vos identifiants.",
		Tick:        "Cochez le(s) identifiant(s) que vous souhaitez modifier",
		ChangeEmail: "Modifier mon adresse électronique",
		NewEmail:    "Votre nouvelle adresse électronique",
		Present:     func(email string) string { return email },
		Pending: func(email string) string {
			return "La nouvelle adresse " + email + " attend son code."
		},
		ConfirmEmail:    "Confirmez votre nouvelle adresse électronique",
		ChangePassword:  "Saisir mon nouveau mot de passe :",
		Minimum:         "(20 caractères minimum)",
		Note:            "Pensez à noter votre mot de passe.",
		NewPassword:     "Nouveau mot de passe",
		ConfirmPassword: "Confirmez votre nouveau mot de passe",
		Cancel:          "Annuler", Submit: "Valider les modifications",
		EnterCode: "Saisir le code reçu",
	}
}

func frenchContact() Contact {
	return Contact{
		Breadcrumb: []string{"Espace professionnel", "Gérer les services", "Coordonnées"},
		Title:      "Gérer vos coordonnées",
		Name:       "Nom :", Subscriber: "Abonné :", Email: "Adresse électronique :",
		Question: "Question de confiance", Own: "Votre propre question", Answer: "Réponse",
		Current: "Mot de passe actuel",
		Note:    "La réponse enregistrée n'est jamais affichée. Pour la changer, saisissez-en une nouvelle et votre mot de passe actuel.",
		Set:     "Aucune question de confiance n'est encore enregistrée.",
		Submit:  "Enregistrer",
	}
}

func frenchCreate() Create {
	return Create{
		Breadcrumb: []string{"Accueil", "Création"},
		Title:      "Créer mon espace professionnel",
		Civility:   "Civilité", Civilities: []string{"Mme", "M."},
		LastName: "Nom", FirstName: "Prénom",
		Email: "Adresse électronique", ConfirmEmail: "Confirmez votre adresse électronique",
		Password: "Mot de passe", ConfirmPassword: "Confirmez votre mot de passe",
		Question: "Question de confiance", OwnQuestion: "Votre propre question", Answer: "Réponse",
		Submit: "Créer mon espace",
		Questions: []string{
			"Nom de votre premier animal ?",
			"Ville de naissance de votre mère ?",
			"Nom de votre premier employeur ?",
			"Titre de votre livre préféré dans l'enfance ?",
			"Prénom de votre meilleur ami d'école ?",
			"Une autre question, la mienne",
		},
	}
}

func frenchExpired() Expired {
	return Expired{
		Title:   "Mot de passe expiré",
		Steps:   []string{"Adresse électronique de connexion", "Nouveau mot de passe", "Récapitulatif"},
		Address: "Adresse électronique de connexion",
		Email:   "Saisissez votre adresse électronique de connexion : *", EmailPlaceholder: "utilisateur@domaine",
		CopyImage:   "Recopiez les caractères de l'image : *",
		ChangeImage: "Changer l'image", Listen: "Écouter l'extrait sonore",
		Next:     "Continuer",
		Password: "Saisie du nouveau mot de passe",
		Old:      "Saisissez votre ancien mot de passe : *",
		New:      "Saisissez votre nouveau mot de passe : *", Minimum: "(20 caractères minimum)",
		Confirm:  "Confirmez votre nouveau mot de passe : *",
		Previous: "Etape précédente", Submit: "Valider",
	}
}

func frenchRecap() Recap {
	return Recap{
		Title: "Récapitulatif",
		Done:  "Votre mot de passe a été réinitialisé avec succès.",
		ValidUntil: func(d policy.Date) (before, day, after string) {
			return "Ce mot de passe est valable jusqu'au ", PaddedDate(d), "."
		},
		MailComes: "Vous allez recevoir un courriel de confirmation.",
		Forgotten: `En cas d'oubli de votre mot de passe, vous devrez saisir votre réponse à la question ` +
			`de confiance présente dans vos informations personnelles ("Gérer vos coordonnées")`,
		SignIn: "Vous pouvez dès à présent vous connecter à votre espace professionnel.",
		Button: "Accédez à vos services en ligne",
	}
}

// spelling is the French telephone alphabet; digits are said as words.
var spelling = map[rune]string{
	'a': "A comme Anatole", 'b': "B comme Berthe", 'c': "C comme Célestin", 'd': "D comme Désiré",
	'e': "E comme Eugène", 'f': "F comme François", 'g': "G comme Gaston", 'h': "H comme Henri",
	'i': "I comme Irma", 'j': "J comme Joseph", 'k': "K comme Kléber", 'l': "L comme Louis",
	'm': "M comme Marcel", 'n': "N comme Nicolas", 'o': "O comme Oscar", 'p': "P comme Pierre",
	'q': "Q comme Quintal", 'r': "R comme Raoul", 's': "S comme Suzanne", 't': "T comme Thérèse",
	'u': "U comme Ursule", 'v': "V comme Victor", 'w': "W comme William", 'x': "X comme Xavier",
	'y': "Y comme Yvonne", 'z': "Z comme Zoé",
	'0': "zéro", '1': "un", '2': "deux", '3': "trois", '4': "quatre",
	'5': "cinq", '6': "six", '7': "sept", '8': "huit", '9': "neuf",
}

func frenchCaptcha() Captcha {
	return Captcha{
		Spoken: func(symbols []rune) string {
			words := make([]string, 0, len(symbols))
			for _, s := range symbols {
				words = append(words, spelling[s])
			}
			return strings.Join(words, ", ") + "."
		},
		Hide:    "Revoir l'image",
		Picture: "Image de vérification (CAPTCHA)",
	}
}

func frenchNotices() Notices {
	return Notices{
		PasswordChanged: "Votre mot de passe a été modifié. Connectez-vous avec votre nouveau mot de passe.",
		SignedOut:       "Vous êtes déconnecté.",
		SessionEnded:    "Votre session est terminée. Connectez-vous de nouveau.",
		TooManyAnswers:  "Trois réponses incorrectes : votre session est fermée. Rien n'a été modifié.",
		QuestionChanged: "Votre question de confiance a été enregistrée.",
		Created: func(number string) string {
			return "Votre espace professionnel a été créé. Votre numéro d'abonné : " + number
		},
		EmailChanged: func(email string) string {
			return "Votre adresse électronique de connexion est désormais " + email + "."
		},
		CodeSent: func(email string) string {
			return fmt.Sprintf("Un code a été envoyé à %s.", email)
		},
	}
}

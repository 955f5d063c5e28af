package text

import "peremption/policy"

// Letter is one mail as a person reads it.
type Letter struct {
	Subject    string
	Paragraphs []string
}

// Mail holds the letters. A field takes what varies in its letter and nothing
// else, so that no password or answer can ever be put into one.
type Mail struct {
	// Renewed confirms a changed password, however it came to be changed.
	Renewed func(lastDay policy.Date) Letter
	// EmailCode brings the code to a new address; the only letter with a secret.
	EmailCode func(code string) Letter
	// EmailRequested warns the present address that another one was asked for.
	EmailRequested func(email string) Letter
	// EmailLeft tells the former address that it is no longer in use.
	EmailLeft func(email string) Letter
	// EmailReached tells the new address that it is in use.
	EmailReached func() Letter
	// QuestionChanged tells that the confidence question was set or changed.
	QuestionChanged func() Letter
	// RenewalForced asks to renew a password that an operator ended.
	RenewalForced func() Letter
	// Created welcomes the holder of a new account; no day means that the
	// password it came with has to be renewed first.
	Created func(number string, lastDay policy.Date) Letter
}

// frenchMail keeps the leaflet's letter as it was printed, « appellez » included.
func frenchMail() Mail {
	const (
		hello  = "Bonjour,"
		thanks = "L'Administration fiscale vous remercie de l'intérêt que vous portez à ses services."
		reply  = "Si vous avez une question particulière, nous vous invitons à ne pas répondre à l'adresse électronique de ce message mais à vous connecter sur notre site impots.gouv.fr où vous trouverez les réponses aux questions les plus fréquentes."
		beware = "L'Administration fiscale ne vous sollicite jamais (que ce soit par mail, par SMS ou par téléphone) pour vous demander de communiquer de quelque manière que ce soit vos identifiants ou vos coordonnées bancaires. Si vous recevez un tel message, ne cliquez sur aucun lien, n'appellez pas le numéro indiqué et ne tenez pas compte des informations qu'il contient car il s'agit sans doute d'un message de phishing."
		forgot = `En cas d'oubli de votre mot de passe, vous devrez saisir votre réponse à la question de confiance présente dans vos informations personnelles ("Gérer vos coordonnées").`
		notYou = "Si vous n'êtes pas à l'origine de cette demande, modifiez sans attendre votre mot de passe et contactez l'assistance au 0809 400 210 (service gratuit + prix appel)."
	)
	letter := func(subject string, said ...string) Letter {
		paragraphs := append([]string{hello}, said...)
		return Letter{
			Subject:    "Espace professionnel - " + subject,
			Paragraphs: append(paragraphs, thanks, reply, beware),
		}
	}
	return Mail{
		Renewed: func(lastDay policy.Date) Letter {
			return letter("Modification du mot de passe",
				"Vous avez modifié votre mot de passe ; cette demande a bien été prise en compte.",
				"Celui-ci est valable jusqu'au "+PaddedDate(lastDay)+".",
				forgot)
		},
		EmailCode: func(code string) Letter {
			return letter("Code de vérification",
				"Vous avez demandé que cette adresse électronique devienne celle de votre espace professionnel.",
				"Saisissez ce code pour confirmer : "+code,
				"Il est valable 10 minutes et ne peut servir qu'une fois. Ne le communiquez à personne.",
				"Si vous n'avez rien demandé, ne tenez pas compte de ce message.")
		},
		EmailRequested: func(email string) Letter {
			return letter("Demande de modification de l'adresse électronique",
				"Le remplacement de l'adresse électronique de votre espace professionnel par "+email+" a été demandé.",
				"Votre adresse actuelle reste en usage tant que le code envoyé à la nouvelle n'a pas été saisi.",
				notYou)
		},
		EmailLeft: func(email string) Letter {
			return letter("Modification de l'adresse électronique",
				"L'adresse électronique de votre espace professionnel est désormais "+email+" ; celle-ci n'est plus en usage.",
				notYou)
		},
		EmailReached: func() Letter {
			return letter("Modification de l'adresse électronique",
				"Cette adresse électronique est désormais celle de votre espace professionnel ; cette demande a bien été prise en compte.")
		},
		QuestionChanged: func() Letter {
			return letter("Modification de la question de confiance",
				"La question de confiance de votre espace professionnel ou sa réponse a été modifiée ; cette demande a bien été prise en compte.",
				notYou)
		},
		RenewalForced: func() Letter {
			return letter("Renouvellement du mot de passe",
				"Votre mot de passe a été déclaré expiré par l'assistance.",
				"Pour accéder à votre espace professionnel, renouvelez-le depuis la page de connexion : votre mot de passe actuel vous y sera demandé une dernière fois.")
		},
		Created: func(number string, lastDay policy.Date) Letter {
			validity := "Votre mot de passe est expiré : renouvelez-le depuis la page de connexion."
			if !lastDay.IsZero() {
				validity = "Votre mot de passe est valable jusqu'au " + PaddedDate(lastDay) + "."
			}
			return letter("Création de votre espace",
				"Votre espace professionnel a été créé.",
				"Votre numéro d'abonné : "+number,
				validity,
				forgot)
		},
	}
}

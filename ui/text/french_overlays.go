package text

func frenchOverlays() Overlays {
	return Overlays{
		Advice: Advice{
			Title: "Recommandations pour prévenir des usurpations",
			Bullets: []string{
				"1 mot de passe différent pour chaque site (limitation des effets en cas d'interception) ;",
				"1 mot de passe différent de ceux utilisés précédemment ;",
				"ne l'envoyez pas par courriel (les messageries électroniques sont cibles de nombreuses tentatives de piratage) ;",
				"ne l'écrivez jamais sur quelque support que ce soit (ni fichier ni papier) ;",
				"renouvelez vos mots de passe régulièrement (notamment en cas de changement de collaborateur) ;",
			},
			Mnemonic: `Pour faciliter la mémorisation, vous pouvez adopter, par exemple, la technique de la phrase ` +
				`"Un tien vaut mieux que deux tu l'auras" : 1tvmq2t!A.`,
			Browser: "Par ailleurs, il est conseillé de configurer votre navigateur pour qu'il ne se souvienne pas " +
				"des mots de passe saisis ;",
			MeterTitle: "L'indicateur de sécurité",
			Meter: "L'indicateur estime combien d'essais il faudrait pour deviner votre mot de passe. " +
				"Les mots de passe ayant un niveau de sécurité faible ne sont pas acceptés. La phrase ci-dessus et son " +
				"abrégé sont connus de tous : choisissez les vôtres.",
			Refused: "Non autorisé : Faible.",
			Allowed: "Autorisé : Normal ou Fort.",
			Reasons: "Quand le niveau est faible, l'indicateur en donne la raison :",
		},
		Help:    frenchHelp(),
		Support: frenchSupport(),
		Letters: Letters{
			Title: "Les courriels de la démonstration",
			None:  "Aucun courriel n'a encore été envoyé.",
			From:  func(s string) string { return "De : " + s },
			To:    func(s string) string { return "À : " + s },
			Date:  func(s string) string { return "Date : " + s },
		},
		Keys: KeysWindow{Title: "Toutes les touches"},
		Leave: Leave{
			Title:    "Abandonner la saisie ?",
			Question: "Ce que vous avez saisi sur cet écran sera perdu.",
			Stay:     "Continuer la saisie", Leave: "Abandonner",
		},
		Offer: Offer{
			NotHere: "Ce service n'est pas proposé à ce terminal.",
			Where:   "Vous le trouverez sur www.impots.gouv.fr, dans votre espace professionnel.",
			Services: map[string]string{
				"Payer mes impôts locaux":           "Le paiement en ligne de la taxe foncière ou de la cotisation foncière des entreprises, avec la référence de votre avis.",
				"Activer mon espace / mes services": "L'activation d'un espace ou de services demandés auparavant, avec le code reçu par courrier.",
				"Calendrier fiscal":                 "Les échéances de déclaration et de paiement des professionnels.",
				"Impots.gouv.fr":                    "Le site public de l'administration fiscale.",
			},
			Other: func(name string) string {
				return "« " + name + " » est un service de votre espace professionnel en ligne."
			},
			Forgotten: []string{
				"La procédure « Mot de passe oublié » permet de choisir un nouveau mot de passe en répondant à la question de confiance de votre espace.",
				"Elle n'est pas encore proposée à ce terminal : vous la trouverez sur www.impots.gouv.fr > Votre espace professionnel.",
				"Si vous connaissez votre ancien mot de passe, même expiré, saisissez-le sur l'écran de connexion.",
			},
			Personal: []string{
				"Ce terminal ne sert que les espaces professionnels.",
				"Votre espace particulier est sur www.impots.gouv.fr.",
			},
			CreateOff: []string{
				"La création d'un espace professionnel n'est pas proposée à ce terminal.",
				"Elle se fait sur www.impots.gouv.fr > Votre espace professionnel.",
			},
		},
	}
}

func frenchSupport() Support {
	return Support{
		Title: "Assistance",
		Intro: "Pour tout renseignement supplémentaire, l'assistance aux usagers des téléprocédures est joignable :",
		Lines: []string{
			"De 8h00 à 19h30 du lundi au vendredi",
			"0809 400 210 (service gratuit + prix appel)",
			"Formulaire électronique : www.impots.gouv.fr > Contact et RDV > Professionnel > Une assistance aux " +
				"téléprocédures > Par formuel pour une procédure de déclaration en ligne des données > Accéder au formuel",
		},
		Link: "Assistance aux téléprocédures",
	}
}

// frenchHelp is the leaflet, chapter by chapter.
func frenchHelp() Document {
	return Document{
		Title: "La péremption de votre mot de passe",
		Chapters: []Chapter{
			{"1. Présentation", []string{
				"Les usagers professionnels des téléprocédures de l'administration fiscale accèdent à leurs services en ligne depuis leur espace professionnel avec une adresse électronique et un mot de passe.",
				"Afin d'améliorer la sécurité de l'espace professionnel, la politique de définition des mots de passe d'accès à celui-ci a été renforcée. La durée de validité des mots de passe est désormais limitée à trois ans.",
				"Plusieurs méthodes permettront à l'utilisateur de le redéfinir en fonction de sa situation :",
				"- Si le mot de passe a expiré : lorsque l'utilisateur tente de se connecter à son espace professionnel avec le mot de passe périmé, il est directement redirigé vers la page « Mot de passe expiré » afin de le renouveler ; À défaut, l'accès à son espace professionnel sera désactivé.",
				"- Si le mot de passe arrive à expiration dans moins de 2 mois (60 jours) : le lien « Modifier le mot de passe » s'affiche dans l'encart situé en haut à gauche de la page d'accueil de l'espace professionnel. En cliquant sur celui-ci, l'utilisateur accède directement à la page de modification des identifiants de connexion (également disponible en cliquant sur le lien « Gérer les services » disponible sur la page d'accueil de l'espace professionnel, puis sur « Gérer votre adresse électronique de connexion / votre mot de passe »).",
			}},
			{"1.2 À qui s'adresse cette procédure ?", []string{
				"Cette procédure s'adresse à tout usager détenteur d'un espace professionnel (simplifié ou expert) dont le mot de passe a expiré, ou va expirer dans moins de 60 jours.",
				"En cas d'impossibilité de mener à bien les procédures (cf. § 1.5 Pré-requis), il reste possible de créer un nouvel espace selon le mode expert.",
			}},
			{"1.3 Précision sur le champ de cette procédure", []string{
				"Le choix du mot de passe de remplacement est à votre libre convenance.",
				"Il doit cependant être composé de 20 caractères minimum (tous les caractères sont autorisés) et présenter un certain niveau de complexité. Un indicateur vous permet de vérifier le niveau de sécurité du nouveau mot de passe saisi : le niveau faible n'est pas autorisé – seuls les niveaux moyen et fort le sont.",
				"Le mot de passe choisi doit être différent du précédent.",
				"À l'issue de la procédure de redéfinition de mot de passe, tous les dossiers et services de votre espace seront à nouveau accessibles au moyen de votre adresse électronique et de votre nouveau mot de passe.",
			}},
			{"1.4 Étapes de la procédure", []string{
				"- En cas d'expiration du mot de passe : cette procédure se réalise directement en accédant à la page « Mot de passe expiré ».",
				"- En cas de prochaine expiration du mot de passe (dans moins de 60 jours), cette procédure se réalise soit en sélectionnant « Saisir mon nouveau mot de passe » via le lien « Modifier le mot de passe » de la page d'accueil de l'espace professionnel ; soit via les liens « Gérer les services », puis « Gérer votre adresse électronique de connexion / votre mot de passe » (de la rubrique INFORMATIONS PERSONNELLES).",
			}},
			{"1.5 Pré-requis", []string{
				"L'utilisateur doit détenir un espace professionnel accessible par l'adresse électronique de connexion et le mot de passe préalablement choisis.",
				"Pour définir votre nouveau mot de passe, vous devez être en possession de :",
				"- l'adresse électronique que vous aviez choisie lors de la création de votre espace professionnel ;",
				"- du mot de passe que vous utilisez pour accéder à votre espace professionnel ;",
				"- et éventuellement de la réponse à la question de confiance (si la procédure utilisée n'est pas celle du « Mot de passe expiré »).",
			}},
			{"2. Renouvellement en raison de l'expiration prochaine du mot de passe", []string{
				"- Cliquez sur le bouton « Votre espace professionnel ».",
				"- Saisissez votre adresse électronique et votre mot de passe, puis cliquez sur le bouton « Connexion ».",
				"- Cliquez sur le bouton « OK » pour accéder à votre espace professionnel.",
				"- Vous y trouverez en haut à gauche la date d'expiration de votre mot de passe, le nombre de jours restants avant le blocage de l'accès à votre espace et le lien « Modifier le mot de passe ».",
				"- Cochez la case « Saisir mon nouveau mot de passe » pour redéfinir celui-ci ; indiquez puis confirmez votre nouveau mot de passe.",
				"- Cliquez sur le bouton « Valider les modifications », puis connectez-vous avec votre nouveau mot de passe.",
			}},
			{"3. Renouvellement suite à l'expiration effective du mot de passe", []string{
				"- Saisissez votre adresse électronique et votre mot de passe expiré et cliquez sur le bouton « Connexion ».",
				"- Saisissez votre adresse électronique ainsi que les caractères de l'image puis cliquez sur le bouton « Continuer ».",
				"- Renseignez votre ancien mot de passe ; saisissez ensuite votre nouveau mot de passe et confirmez celui-ci, puis cliquez sur le bouton « Valider ».",
				"- Un écran récapitulatif vous informe de la date de fin de validité de votre nouveau mot de passe. Un courriel de confirmation est alors envoyé dans votre boîte mail.",
			}},
		},
	}
}

package text

import (
	"fmt"
	"strings"
)

func frenchHome() Home {
	return Home{
		Menu:       []string{"GÉRER", "CONSULTER", "DÉCLARER", "PAYER", "DÉMARCHES", "MESSAGERIE"},
		Breadcrumb: []string{"Espace professionnel", "Créer mon compte sur portail.pro.gouv"},
		Name:       func(title, first, last string) string { return title + " " + first + " " + strings.ToUpper(last) },
		Subscriber: func(number string) string { return "Abonné : " + number },
		Expires:    func(date string) string { return "Expiration du mot de passe : " + date },
		Blocked:    func(when string) string { return "Attention, votre accès sera bloqué " + when },
		InDays: func(days int) string {
			switch days {
			case 0:
				return "aujourd'hui à minuit"
			case 1:
				return "dans 1 jour"
			}
			return fmt.Sprintf("dans %d jours", days)
		},
		Modify: "Modifier le mot de passe",
		Banner: `Votre mot de passe expire bientôt. Afin d'éviter le blocage de votre accès, ` +
			`nous vous invitons à le modifier dès maintenant en cliquant sur le lien "Modifier le mot de passe".`,
		MySpace: "MON ESPACE", OtherServices: "MES AUTRES SERVICES", Mine: "MES SERVICES",
		Manage: "Gérer les services",
		SpaceItems: []string{
			"Gérer les services", "Gérer les comptes bancaires [+]", "Gérer les contrats de prélèvement automatique [+]",
		},
		OtherItems: []string{
			"Calendrier fiscal", "Tests tiers déclarants", "Coordonnées du gestionnaire et prise de rendez-vous",
		},
		Columns: []Column{
			{"CONSULTER", []string{"Compte fiscal [+]", "Avis CFE"}},
			{"DÉCLARER", []string{
				"TVA", "Impôt sur les sociétés", "Taxe sur les salaires", "CVAE", "Revenus de capitaux mobiliers [+]",
				"Taxe activités polluantes", "Taxe int. consommation", "Taxe v. vénale immeubles", "Taxe de séjour",
				"Taxe conv. d'assurances", "Résultat [+]", "Revenus SCI non soumises IS [+]", "Tiers déclarants",
				"Dispositif DAC6 [+]",
			}},
			{"PAYER", []string{
				"TVA", "Impôt sur les sociétés", "Taxe sur les salaires", "CVAE", "Revenus de capitaux mobiliers",
				"Taxe activités polluantes", "Taxe int. consommation", "Taxe v. vénale immeubles",
				"Taxe conv. d'assurances", "Prélèvement à la source [+]", "CFE et autres impôts", "Dettes fiscales [+]",
			}},
			{"DÉMARCHES", []string{
				"Remboursement de TVA UE", "Guichet de TVA UE", "Gérer mes biens immobiliers",
				"Cession de droits sociaux [+]", "Successions vacantes",
			}},
		},
		Privacy: "Pour en savoir plus sur le traitement des données, cliquez ici.", PrivacyName: "Traitement des données",
	}
}

package text_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"peremption/policy"
	"peremption/policy/strength"
	"peremption/ui/text"
)

// leaflet is what the source has, to the letter, and where it stands.
func leaflet(w *text.Catalog) map[string]string {
	last := policy.Date{Year: 2024, Month: time.July, Day: 22}
	before, day, after := w.Recap.ValidUntil(policy.Date{Year: 2026, Month: time.August, Day: 7})
	return map[string]string{
		"RÉPUBLIQUE FRANÇAISE":       w.Common.Republic,
		"Liberté":                    w.Common.Liberty,
		"Égalité":                    w.Common.Equality,
		"Fraternité":                 w.Common.Fraternity,
		"impots.gouv.fr":             w.Common.Site,
		"www.impots.gouv.fr":         w.Common.SiteName,
		"Votre espace particulier":   w.Common.PersonalSpace,
		"Votre espace professionnel": w.Common.ProfessionalSpace,
		"PROFESSIONNELS":             w.Common.Professionals,
		"Espace pro.":                w.Common.SpaceLink,
		"Impots.gouv.fr":             w.Common.SiteLink,
		"Quitter":                    w.Common.Quit,
		"Direction générale des Finances publiques":  w.Common.Administration,
		"Aide : accéder aux fiches pratiques":        w.Common.HelpLink,
		"Agrandissez la fenêtre (60×16 au minimum).": w.Common.Enlarge,
		"Vérification…":                              w.Common.Checking,
		"Enregistrement…":                            w.Common.Saving,
		"Accueil > Authentification":                 strings.Join(w.Login.Breadcrumb, " > "),
		"Connexion à mon espace professionnel":       w.Login.Title,
		"Adresse électronique":                       w.Login.Email,
		"Mot de passe":                               w.Login.Password,
		"Mot de passe oublié":                        w.Login.Forgotten,
		"Connexion":                                  w.Login.Submit,
		"Payer mes impôts locaux":                    w.Login.PayButton,
		"Création de mon espace professionnel":       w.Login.CreateTitle,
		"Créer mon espace professionnel":             w.Login.CreateButton,
		"Activation de mon espace / mes services":    w.Login.ActivateTitle,
		"Activer mon espace / mes services":          w.Login.ActivateButton,
		"Vous pouvez également payer en ligne votre taxe foncière ou votre cotisation foncière des entreprises en utilisant la référence de votre avis": w.Login.Pay,
		"Votre mot de passe expire le 22 juillet 2024 (heure de Paris).":                                                                                w.Alert.Expires(last),
		"Pensez à le modifier depuis votre espace professionnel.":                                                                                       w.Alert.Advice,
		"À défaut, l'accès à votre espace sera désactivé.":                                                                                              w.Alert.Otherwise,
		"GÉRER CONSULTER DÉCLARER PAYER DÉMARCHES MESSAGERIE":                                                                                           strings.Join(w.Home.Menu, " "),
		"Espace professionnel > Créer mon compte sur portail.pro.gouv":                                                                                  strings.Join(w.Home.Breadcrumb, " > "),
		"Mme Lila ROSEMONDE":                               w.Home.Name("Mme", "Lila", "ROSEMONDE"),
		"Abonné : 20101670101919":                          w.Home.Subscriber("20101670101919"),
		"Expiration du mot de passe : 22/07/2024":          w.Home.Expires(text.ShortDate(last)),
		"Attention, votre accès sera bloqué dans 15 jours": w.Home.Blocked(w.Home.InDays(15)),
		"Modifier le mot de passe":                         w.Home.Modify,
		`Votre mot de passe expire bientôt. Afin d'éviter le blocage de votre accès, nous vous invitons à le modifier dès maintenant en cliquant sur le lien "Modifier le mot de passe".`: w.Home.Banner,
		"INFORMATIONS PERSONNELLES": w.Services.Personal,
		"Gérer votre adresse électronique de connexion / votre mot de passe": w.Services.Identifiers,
		"Gérer vos coordonnées":      w.Services.Contact,
		"Abonné:":                    w.Identifiers.Subscriber,
		"Modifiez vos identifiants.": w.Identifiers.Title,
		"Cochez le(s) identifiant(s) que vous souhaitez modifier": w.Identifiers.Tick,
		"Modifier mon adresse électronique":                       w.Identifiers.ChangeEmail,
		"Confirmez votre nouvelle adresse électronique":           w.Identifiers.ConfirmEmail,
		"Saisir mon nouveau mot de passe :":                       w.Identifiers.ChangePassword,
		"(20 caractères minimum)":                                 w.Identifiers.Minimum,
		"Pensez à noter votre mot de passe.":                      w.Identifiers.Note,
		"Confirmez votre nouveau mot de passe":                    w.Identifiers.ConfirmPassword,
		"Annuler":                                                 w.Identifiers.Cancel,
		"Valider les modifications":                               w.Identifiers.Submit,
		"Mot de passe expiré":                                     w.Expired.Title,
		"Adresse électronique de connexion > Nouveau mot de passe > Récapitulatif": strings.Join(w.Expired.Steps, " > "),
		"Les champs marqués d'un astérisque (*) doivent être renseignés.":          w.Common.Required,
		"Saisissez votre adresse électronique de connexion : *":                    w.Expired.Email,
		"utilisateur@domaine":                                  w.Expired.EmailPlaceholder,
		"Recopiez les caractères de l'image : *":               w.Expired.CopyImage,
		"Changer l'image":                                      w.Expired.ChangeImage,
		"Écouter l'extrait sonore":                             w.Expired.Listen,
		"Continuer":                                            w.Expired.Next,
		"Saisie du nouveau mot de passe":                       w.Expired.Password,
		"Saisissez votre ancien mot de passe : *":              w.Expired.Old,
		"Saisissez votre nouveau mot de passe : *":             w.Expired.New,
		"Confirmez votre nouveau mot de passe : *":             w.Expired.Confirm,
		"Etape précédente":                                     w.Expired.Previous,
		"Valider":                                              w.Expired.Submit,
		"Récapitulatif":                                        w.Recap.Title,
		"Votre mot de passe a été réinitialisé avec succès.":   w.Recap.Done,
		"Ce mot de passe est valable jusqu'au |07 août 2026|.": before + "|" + day + "|" + after,
		"Vous allez recevoir un courriel de confirmation.":     w.Recap.MailComes,
		`En cas d'oubli de votre mot de passe, vous devrez saisir votre réponse à la question de confiance présente dans vos informations personnelles ("Gérer vos coordonnées")`: w.Recap.Forgotten,
		"Vous pouvez dès à présent vous connecter à votre espace professionnel.":                                                                                                  w.Recap.SignIn,
		"Accédez à vos services en ligne":               w.Recap.Button,
		"Niveau de sécurité de votre mot de passe":      w.Strength.Empty,
		"Niveau de sécurité : Faible et non autorisé":   w.Strength.Levels[strength.Faible],
		"Niveau de sécurité : Normal":                   w.Strength.Levels[strength.Normal],
		"Niveau de sécurité : Fort":                     w.Strength.Levels[strength.Fort],
		"12/20":                                         w.Strength.Count(12, 20),
		"Suite de touches voisines":                     w.Strength.Reason[strength.Keyboard],
		"Mot de passe très courant":                     w.Strength.Reason[strength.Common],
		"Reprend votre nom ou votre adresse":            w.Strength.Reason[strength.Personal],
		"Répétition":                                    w.Strength.Reason[strength.Repetition],
		"Phrase connue":                                 w.Strength.Reason[strength.KnownPhrase],
		"Trop proche de l'ancien":                       w.Strength.Reason[strength.NearPrevious],
		"20 caractères minimum":                         w.Strength.Reason[strength.TooShort],
		"Recommandations pour prévenir des usurpations": w.Overlays.Advice.Title,
		"De 8h00 à 19h30 du lundi au vendredi":          w.Overlays.Support.Lines[0],
		"0809 400 210 (service gratuit + prix appel)":   w.Overlays.Support.Lines[1],
	}
}

// errors and notices that the screens' description fixes.
func told(w *text.Catalog) map[string]string {
	e := w.Errors
	return map[string]string{
		"L'adresse électronique ou le mot de passe est incorrect.":                                                                e.Credentials,
		"Trop de tentatives. Réessayez dans 4 minutes.":                                                                           e.Throttled(4 * time.Minute),
		"Les caractères saisis ne correspondent pas à l'image.":                                                                   e.Captcha,
		"Cochez au moins un identifiant à modifier.":                                                                              e.NothingTicked,
		"Le niveau de sécurité de votre mot de passe est trop faible, veuillez réessayer.":                                        e.Password[policy.TooWeak],
		"Le mot de passe doit comporter 20 caractères minimum.":                                                                   e.Password[policy.TooShort],
		"Le nouveau mot de passe doit être différent du précédent.":                                                               e.Password[policy.SameAsCurrent],
		"Les deux mots de passe saisis ne sont pas identiques.":                                                                   e.Password[policy.Mismatch],
		"Votre mot de passe a été modifié. Connectez-vous avec votre nouveau mot de passe.":                                       w.Notices.PasswordChanged,
		"Votre espace professionnel a été créé. Votre numéro d'abonné : 20101670101919":                                           w.Notices.Created("20101670101919"),
		"Espace professionnel - Modification du mot de passe":                                                                     w.Mail.Renewed(policy.Date{Year: 2026, Month: 8, Day: 7}).Subject,
		"Celui-ci est valable jusqu'au 07 août 2026.":                                                                             w.Mail.Renewed(policy.Date{Year: 2026, Month: 8, Day: 7}).Paragraphs[2],
		"Attention, votre accès sera bloqué dans 1 jour":                                                                          w.Home.Blocked(w.Home.InDays(1)),
		"Attention, votre accès sera bloqué aujourd'hui à minuit":                                                                 w.Home.Blocked(w.Home.InDays(0)),
		"Par ailleurs, il est conseillé de configurer votre navigateur pour qu'il ne se souvienne pas des mots de passe saisis ;": w.Overlays.Advice.Browser,
	}
}

func TestTextsAreTheLeafletsToTheLetter(t *testing.T) {
	words := text.French()
	for _, table := range []map[string]string{leaflet(words), told(words)} {
		for want, got := range table {
			if got != want {
				t.Errorf("%q, want %q", got, want)
			}
		}
	}
}

// The lists of the space, in the source's order, [+] included.
func TestServicesAreTheLeafletsInItsOrder(t *testing.T) {
	h := text.French().Home
	lists := map[string][]string{h.MySpace: h.SpaceItems, h.OtherServices: h.OtherItems}
	for _, c := range h.Columns {
		lists[c.Title] = c.Items
	}
	for title, want := range map[string]string{
		"MON ESPACE":          "Gérer les services|Gérer les comptes bancaires [+]|Gérer les contrats de prélèvement automatique [+]",
		"MES AUTRES SERVICES": "Calendrier fiscal|Tests tiers déclarants|Coordonnées du gestionnaire et prise de rendez-vous",
		"CONSULTER":           "Compte fiscal [+]|Avis CFE",
		"DÉCLARER": "TVA|Impôt sur les sociétés|Taxe sur les salaires|CVAE|Revenus de capitaux mobiliers [+]|Taxe activités polluantes|" +
			"Taxe int. consommation|Taxe v. vénale immeubles|Taxe de séjour|Taxe conv. d'assurances|Résultat [+]|" +
			"Revenus SCI non soumises IS [+]|Tiers déclarants|Dispositif DAC6 [+]",
		"PAYER": "TVA|Impôt sur les sociétés|Taxe sur les salaires|CVAE|Revenus de capitaux mobiliers|Taxe activités polluantes|" +
			"Taxe int. consommation|Taxe v. vénale immeubles|Taxe conv. d'assurances|Prélèvement à la source [+]|CFE et autres impôts|Dettes fiscales [+]",
		"DÉMARCHES": "Remboursement de TVA UE|Guichet de TVA UE|Gérer mes biens immobiliers|Cession de droits sociaux [+]|Successions vacantes",
	} {
		if got := strings.Join(lists[title], "|"); got != want {
			t.Errorf("%s: %s", title, got)
		}
	}
	var order []string
	for _, c := range h.Columns {
		order = append(order, c.Title)
	}
	if !slices.Equal(order, []string{"CONSULTER", "DÉCLARER", "PAYER", "DÉMARCHES"}) || h.Mine != "MES SERVICES" {
		t.Errorf("%s: %v", h.Mine, order)
	}
	if !slices.Contains(h.SpaceItems, h.Manage) {
		t.Errorf("%q is in no list", h.Manage)
	}
}

// The advice is the source's: five bullets, the mnemonic, the remark.
func TestAdviceIsTheLeaflets(t *testing.T) {
	a := text.French().Overlays.Advice
	want := []string{
		"1 mot de passe différent pour chaque site (limitation des effets en cas d'interception) ;",
		"1 mot de passe différent de ceux utilisés précédemment ;",
		"ne l'envoyez pas par courriel (les messageries électroniques sont cibles de nombreuses tentatives de piratage) ;",
		"ne l'écrivez jamais sur quelque support que ce soit (ni fichier ni papier) ;",
		"renouvelez vos mots de passe régulièrement (notamment en cas de changement de collaborateur) ;",
	}
	if !slices.Equal(a.Bullets, want) {
		t.Errorf("%q", a.Bullets)
	}
	if !strings.HasPrefix(a.Mnemonic, "Pour faciliter la mémorisation, vous pouvez adopter") || !strings.HasSuffix(a.Mnemonic, ": 1tvmq2t!A.") {
		t.Errorf("%q", a.Mnemonic)
	}
}
